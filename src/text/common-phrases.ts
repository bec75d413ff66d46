/**
 * What guessers try first, in the languages of our pages: what lists of leaked passwords are made of, what people love, and
 * what is written on banners. In small letters, without accents, spaces and signs.
 */
export const commonPhrases: readonly string[] = `
password passwort passwd pass passphrase motdepasse secret letmein welcome bienvenue bonjour bonsoir hello salut
admin administrator administrateur root user utilisateur login test changeme default temporary
iloveyou iloveu jetaime jtaime jadore love amour mylove monamour cheri cherie chouchou doudou coeur heart darling
soleil sunshine sun moon lune etoile star flower fleur rainbow arcenciel summer winter spring autumn printemps automne hiver
chocolate chocolat coffee cafe pizza fromage cheese vanille vanilla banana banane cookie
princess princesse prince queen king monkey dragon tiger tigre lion panda kitty chaton minou chien cheval horse licorne unicorn
master football baseball basketball hockey soccer superman batman spiderman starwars pokemon naruto matrix
family famille maman papa mother father sister brother friend friends amis copain copine baby bebe
michael jennifer jessica charlie daniel thomas nicolas camille julien sophie marie pierre martin
house maison home street road avenue place city ville village harbour harbor port quartier neighbourhood
paris london berlin marseille lyon bruxelles montreal france england america europe world monde
monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche
january february march april june july august september october november december
janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre
freedom liberte liberty egalite equality fraternite fraternity peace paix justice democracy democratie
solidarity solidarite solidaire revolution revolte revolt rebel anarchy anarchie anarchist anarchiste antifa antifascist
antifasciste acab fuck fucknazis nonazis fckafd tocsin resist resistance resistanceisfertile uprising commune internationale
union unions syndicat workers worker travailleurs ouvriers tenants tenant locataires renters students etudiants people peuple
collective collectif cooperative coop group groupe association assemblee assembly campaign climate climat justiceclimatique
strike greve generalstrike grevegenerale rentstrike protest manifestation manif occupy squat
powertothepeople nojusticenopeace blacklivesmatter notmypresident mybodymychoice womanlifefreedom femmevieliberte jinjiyanazadi
workersoftheworldunite proletairesdetouslespaysunissezvous allpowertothepeople wearethe99percent peoplebeforeprofit
thepeopleunitedwillneverbedefeated elpueblounidojamasseravencido unitedwestand strongertogether refugeeswelcome
nooneisillegal nobordersnonations noborders nopasaran hastalavictoriasiempre vivelafrance vivelarevolution
vivelacommune vivelagreve nidieunimaitre toutlemondedetestelapolice allcopsarebastards liberteegalitefraternite
libertyequalityfraternity onlacherien onnelacherien memepaspeur tousensemble ensemble together soyezrealistes
savetheplanet thereisnoplanetb correcthorsebatterystaple tobeornottobe maytheforcebewithyou onceuponatime iletaitunefois
opensesame sesameouvretoi abracadabra tralala blabla azerty qwerty
`
  .trim()
  .split(/\s+/);
