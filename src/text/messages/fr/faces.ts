import type { faces as english } from "../en/faces.ts";
import { plural } from "../plural.ts";

const percent = new Intl.NumberFormat("fr", { style: "percent", maximumFractionDigits: 0 });
const part = (number: number) => percent.format(number / 100);

export const faces: typeof english = {
  question: "Peut-on y reconnaître quelqu’un ?",
  answers: {
    none: { label: "Non", hint: "Personne, pas non plus à un tatouage ou à sa propre banderole." },
    agreed: {
      label: "Oui, et tout le monde est d’accord",
      hint: "Pour cette image, sur ce site, en public.",
    },
    covered: {
      label: "Les visages sont cachés",
      hint: "Avec « Cacher des visages », ci-dessous. Cette réponse, à elle seule, ne cache rien.",
    },
    "covered-before": {
      label: "Ils étaient cachés avant l’envoi",
      hint: "Sous une couleur pleine : ce qui est flouté peut redevenir lisible.",
    },
  },

  cover: "Cacher des visages",
  title: "Cacher des visages",
  twoPresses:
    "Appuyez sur un coin d’un visage, puis sur le coin opposé. Le rectangle entre les deux devient noir. Faites de même pour chaque visage.",
  intro:
    "Cachez aussi les tatouages, les badges et les banderoles qui portent un nom. Sur un téléphone, agrandissez d’abord la page. Le rectangle déborde un peu de ce que vous avez tracé, pour que rien ne transparaisse aux bords.",
  firstCorner: "Appuyez sur le premier coin d’un visage.",
  secondCorner: "Appuyez maintenant sur le coin opposé.",
  forgetCorner: "Pas ce coin-là",
  covers: plural("fr", { one: "{n} rectangle", other: "{n} rectangles" }),
  where: ({ x, y, width, height }) =>
    `à ${part(x)} du bord gauche et à ${part(y)} du haut, large de ${part(width)}, haut de ${part(height)}`,
  remove: "L’enlever",
  byNumbers: "Par des nombres, sans souris",
  byNumbersHint: "En pour cent de la largeur et de la hauteur de l’image, depuis son coin supérieur gauche.",
  numbers: { x: "Depuis la gauche", y: "Depuis le haut", width: "Largeur", height: "Hauteur" },
  addNumbers: "Ajouter ce rectangle",
  drawing: {
    hint: "Faites glisser le doigt ou la souris sur chaque visage. Faites glisser un rectangle pour le déplacer, ses coins pour le changer.",
    keys: "Au clavier : les flèches déplacent celui qui est choisi, Maj et les flèches changent sa taille, Suppr l’enlève.",
    add: "Ajouter un rectangle",
    remove: "Enlever celui qui est choisi",
    undo: "Annuler",
    rectangle: "Rectangle {n} : à {x} du bord gauche et à {y} du haut, large de {width}, haut de {height}",
    removed: "Enlevé.",
    undone: "Annulé. Rectangles : {n}",
    nothing: "Il n’y a rien à annuler.",
    tooMany: "Une image peut porter 100 rectangles.",
  },
  afterwards:
    "Une nouvelle image est faite de celle-ci, et l’image non cachée est effacée du serveur. C’est irréversible. Ne gardez sur votre téléphone aucune copie dont vous n’avez pas besoin.",
  coveredNow: "C’est caché. L’image d’avant est effacée du serveur.",
  submit: "Cacher pour de bon",
  back: "Revenir sans rien cacher",

  takesApproval:
    "Cette image se trouve dans un texte approuvé. Cacher un visage annule aussitôt l’approbation : une personne éditrice doit l’approuver à nouveau.",
  takesTime: (date) =>
    `Cette image se trouve dans un texte programmé pour le ${date}. Cacher un visage le retire aussitôt du programme : une personne éditrice doit l’approuver à nouveau.`,
  tookApproval:
    "Le texte avec cette image était approuvé. Il ne l’est plus : une personne éditrice doit l’approuver à nouveau.",
  tookTime:
    "Le texte avec cette image était programmé. Il ne l’est plus et ne part pas : une personne éditrice doit l’approuver à nouveau.",
  toDraft: "Vers le brouillon",

  undescribedTitle: "Images sans description",
  undescribedText:
    "Les personnes qui ne les voient pas ne savent pas ce qu’elles montrent. Appuyez sur une image pour la décrire.",
  describe: "Décrire cette image",

  publishedTitle: "Cacher des visages dans une image publiée",
  publishedText: [
    "Pour le cas où quelqu’un ne veut plus être vu. L’image aux visages cachés remplace celle-ci sur le site, dans toutes les versions de la publication. L’autre est effacée, et son adresse ne mène plus nulle part.",
    "Les serveurs de vos abonné·es reçoivent le changement. Ce que d’autres ont copié entre-temps, personne ne peut le rappeler.",
  ],
  anewTitle: "Si d’autres serveurs gardent l’ancienne image",
  anewText: [
    "Certains serveurs montrent le texte modifié, mais toujours l’ancienne image. Si c’est dangereux, effacez la publication après avoir caché les visages : les serveurs sont priés de l’effacer avec ses images. Le formulaire s’ouvre ensuite avec le même texte et l’image aux visages cachés, pour en faire une nouvelle publication.",
    "La nouvelle publication aura une autre adresse ; les réponses, les j’aime et les partages de celle-ci seront perdus.",
  ],
  anew: "L’effacer, et publier à nouveau",
};
