import type { errors as english } from "../en/error.ts";

export const errors: typeof english = {
  notFound: "Il n’y a rien à cette adresse.",
  gone: "Cette publication a été retirée.",
  forbidden: "Vous n’avez pas le droit de faire cela.",
  conflict: "Quelqu’un d’autre a modifié ceci entre-temps.",
  invalid: "Il manque quelque chose dans le formulaire, ou une valeur n’est pas correcte.",
  formTooLong:
    "Ce formulaire est plus long qu’il ne peut l’être. Revenez en arrière et raccourcissez votre texte.",
  formLate: "Votre formulaire a mis trop de temps à arriver. Revenez en arrière et renvoyez-le.",
  busy: "Trop de choses arrivent en même temps. Revenez en arrière et renvoyez le formulaire dans un instant.",
  unexpected: "Une erreur s’est produite de notre côté. Réessayez dans un instant.",
  unavailable: "La base de données est injoignable pour le moment. Réessayez dans quelques minutes.",
  wrongPassphrase: "Ce nom et cette phrase de passe ne vont pas ensemble.",
  pictureUnknownType: "Ce fichier n’est pas une image JPEG, PNG, WebP ou GIF.",
  pictureVideo:
    "C’est une vidéo. Une vidéo garde le lieu, l’heure et l’appareil dans des recoins qu’on ne peut pas tous vider à coup sûr : aucune n’est acceptée. Ajoutez-en une image, et écrivez dessous où se trouve la vidéo.",
  videoAddress: "Ce n’est pas une adresse comme https://videos.example/voir.",
  pictureTooLarge: "Le fichier de cette image est trop lourd.",
  pictureTooManyPixels: "Cette image a trop de pixels.",
  pictureBroken: "Cette image est illisible ; elle est peut-être abîmée.",
  collectiveName: "Il faut un nom de 100 caractères au plus pour le collectif.",
  handle: "L’identifiant a de 1 à 30 caractères : minuscules de a à z, chiffres et _.",
  descriptionTooLong: "La description est trop longue : 5 000 caractères au plus.",
  memberName: "Le nom a de 1 à 60 caractères.",
  memberTaken: "Il y a déjà un membre de ce nom, ou d’un nom qui lui ressemble. Choisissez-en un autre.",
  passphraseTooShort: "La phrase de passe est trop courte : 12 caractères au moins.",
  passphraseCommon:
    "Cette phrase de passe est facile à deviner. Prenez quatre ou cinq mots sans rapport entre eux.",
  secondPerson:
    "Cela attend une deuxième personne, ou n’est plus tel que vous l’avez vu. Regardez à nouveau.",
  panicked:
    "La publication est fermée après une urgence. Deux membres de votre collectif peuvent la rouvrir.",
  passphrasesDiffer: "Les deux phrases de passe ne sont pas les mêmes.",
  unknownRole: "Choisissez un rôle.",
  unknownType: "Choisissez l’une des possibilités.",
  unknownLanguage: "Choisissez une langue.",
  postsPerPage: "Le nombre de publications par page est un nombre entier de 5 à 50.",
  colour: "Choisissez une couleur, comme #a3132b.",
  nameTooLong: "Le titre est trop long : 300 caractères au plus.",
  articleNeedsName: "Un article a besoin d’un titre : c’est lui que montrent les autres serveurs.",
  sourceEmpty: "Il n’y a pas encore de texte.",
  sourceTooLong: "Le texte est trop long : 150 000 caractères au plus.",
  sourceTooHard:
    "Le texte a trop de notes, de liens, de mots-clés, de cases de tableau ou de signes spéciaux pour être montré et envoyé en entier. Rien de ce que vous avez écrit n’est perdu : enlevez-en, ou faites-en deux textes.",
  summaryTooLong: "L’avertissement est trop long : 500 caractères au plus.",
  teaserTooLong: "Le chapeau est trop long : 500 caractères au plus.",
  tooManyTags: "Il y a trop de mots-clés : 30 au plus, avec ceux du texte.",
  pictureGone: "L’une des images n’est plus sur le serveur. Choisissez-la à nouveau.",
  pictureDescriptionTooLong: "Cette description est trop longue : 1 500 caractères au plus.",
  captionTooLong: "Cette légende est trop longue : 500 caractères au plus.",
  peopleUnanswered: "Dites de cette image si l’on peut y reconnaître quelqu’un.",
  peopleUncovered:
    "Rien n’a été caché ici par ce serveur. Appuyez sur « Cacher des visages », ou dites que les visages étaient cachés avant l’envoi de l’image.",
  coverEmpty: "Les deux coins sont sur une même ligne : il n’y a rien entre eux.",
  coverNumbers: "Écrivez quatre nombres, en pour cent ; une partie du rectangle doit être sur l’image.",
  coversTooMany: "Une image peut porter 100 rectangles.",
  coversNone: "Il n’y a pas encore de rectangle.",
  tooManyPictures: "Une publication peut porter 8 images. Celles-ci ont été laissées de côté :",
  filesLost: "Les images que vous veniez de choisir n’ont pas pu être gardées. Choisissez-les à nouveau.",
  uploadTooLarge:
    "Les images étaient trop lourdes ensemble : 60 Mo au plus à la fois. Ce qui tenait a été gardé. Ajoutez les autres en une seconde fois. Les vidéos ne sont jamais acceptées.",
  uploadBusy:
    "Trop d’images arrivent en même temps : celles-ci n’ont pas pu être gardées. Votre texte est là ; choisissez-les à nouveau dans un instant.",
  uploadFailed:
    "Les images n’ont pas pu être gardées : le disque du serveur est plein, ou refuse l’écriture. Votre texte est là. Prévenez la personne qui s’occupe du serveur, puis choisissez les images à nouveau.",
  uploadLate:
    "L’envoi des images s’est interrompu avant la fin. Ce qui était arrivé est là ; choisissez les autres à nouveau.",
  answeredGone:
    "La publication à laquelle vous répondez n’existe plus. Votre texte est gardé : publié maintenant, il se tiendra seul.",
  draftChanged: "Quelqu’un d’autre a modifié ce brouillon entre-temps. Regardez-le à nouveau, puis décidez.",
  draftPublished: "Ce brouillon a été publié entre-temps.",
  draftOfOthers: "D’autres ont écrit dans ce brouillon : seule une personne éditrice peut le jeter.",
  ownText:
    "Dans votre collectif, personne n’approuve son propre texte. Gardez-le comme brouillon et demandez une relecture.",
  scheduledFixed:
    "Ce brouillon est programmé : seule une personne éditrice peut le changer ou l’arrêter. Dites dans une remarque ce qui devrait changer.",
  notByItself:
    "Pas enregistré : ce brouillon est approuvé ou programmé, et une maladresse ne doit pas y mettre fin. Votre texte n’est que sur cette page : appuyez sur « Garder comme brouillon » pour l’enregistrer, ce qui annule l’approbation et l’heure prévue.",
  remarkEmpty: "Il n’y a pas encore de remarque.",
  remarkTooLong: "Cette remarque est trop longue : 5 000 caractères au plus.",
  scheduleTime: "Il faut un jour et une heure, par exemple 2027-05-01 18:30.",
  scheduleLate: "Cette heure est déjà passée.",
  scheduleMissed:
    "Le serveur ne tournait pas à cette heure-là, et une demi-journée après, c’était trop tard.",
  editedMeanwhile: "Quelqu’un d’autre a enregistré cette publication pendant que vous écriviez.",
  calloutDate: "Il faut une date, écrite année-mois-jour.",
  calloutTime: "Il faut une heure, par exemple 18:30.",
  calloutTimeSkipped: "On avance alors les horloges : cette heure n’existe pas ce jour-là.",
  calloutTimeTwice:
    "On recule alors les horloges : cette heure revient deux fois ce jour-là. Choisissez-en une autre, ou donnez-la en UTC.",
  calloutZone: "Ce n’est pas un fuseau horaire. Écrivez-en une ville, par exemple Europe/Paris.",
  calloutPlace: "C’est trop long : 200 caractères au plus pour le lieu, 500 pour l’adresse.",
  calloutCoordinates: "Donnez latitude et longitude en degrés, par exemple 50.9581, 1.8517.",
  calloutOpenUntil: "Sans date, dites jusqu’à quand ceci doit rester en haut.",
  calloutOpenUntilEarly: "C’est avant le début.",
  calloutStatus: "Choisissez l’une des possibilités.",
  reminderPast: "C’est déjà passé.",
  reminderLate: "À ce moment-là, l’appel sera passé.",
  translationUnknown: "Ce n’est pas l’adresse d’une publication de votre site.",
  translationGone: "La publication dans l’autre langue n’existe plus.",
  translationTaken: "Cette publication est déjà traduite dans cette langue.",
  followHandle: "Ce n’est pas une adresse comme @nom@serveur.example.",
  followedAlready: "Ce compte est déjà suivi.",
  followBlocked: "Vous bloquez ce compte ou son serveur. Levez d’abord le blocage.",
  blockTarget: "Indiquez un serveur (serveur.example) ou l’adresse d’un compte (https://…).",
  blockUnknown:
    "Ce compte n’est pas connu ici. Donnez son adresse propre, souvent https://serveur.example/users/nom, ou bloquez tout son serveur.",
  blockOurselves: "C’est votre propre serveur.",
  reportForeign: "Un signalement ne peut nommer que des publications du compte signalé.",
  reportBlocked:
    "Vous bloquez tout ce serveur : rien n’y est envoyé. Levez d’abord le blocage, ou limitez-le plutôt.",
  reportTooLong: "Le signalement est trop long : 5 000 caractères au plus.",
  pageName: "Une page a besoin d’un titre.",
  pageSlug:
    "L’adresse a des minuscules de a à z, des chiffres et des traits d’union simples, 60 caractères au plus.",
  pageTaken: "Il y a déjà une page à cette adresse dans cette langue.",
  allyName: "Il faut un nom de 100 caractères au plus pour le groupe.",
  allyDescription: "C’est trop long : 1 000 caractères au plus.",
  allyLink: "Ce n’est pas une adresse comme https://groupe.example.",
  redirectPath: "Ce n’est pas l’adresse d’un site : elle commence par une barre oblique, ou par https://.",
  redirectTarget: "Elle peut mener à un chemin de ce site (/…) ou à une adresse https.",
  redirectSame: "Ceci mènerait à soi-même.",
  profileFields:
    "Chaque ligne du profil demande un intitulé (100 caractères au plus) et un contenu (500 au plus).",
  lastAdmin:
    "On ne peut ni retirer ni suspendre la dernière personne de l’administration, et son rôle ne change pas.",
  ownMembership:
    "On ne se suspend pas soi-même, et on ne change pas son propre rôle. Un·e autre admin le peut.",
  handleFixed:
    "L’identifiant ne peut plus changer : les serveurs de celles et ceux qui vous suivent vous connaissent par lui, et vous perdraient.",
};
