import type { compose as english } from "../en/compose.ts";
import { plural } from "../plural.ts";

export const compose: typeof english = {
  newTitle: "Écrire une publication",
  editTitle: "Modifier la publication",
  againTitle: "Publier à nouveau",
  againText:
    "Voici le texte de la publication retirée. Ce sera une nouvelle publication, avec une nouvelle adresse.",
  answerTitle: "Écrire une réponse",
  answering: (author) =>
    `Vous répondez à ${author}. La réponse lui parvient, ainsi qu’à vos abonné·es, et s’affiche sur votre site.`,
  answeringDirect:
    "Son message était privé. Votre réponse est publique : n’y reprenez pas ce qui vous a été confié.",

  name: "Titre",
  nameHint: "Peut rester vide si le texte est court.",
  source: "Texte",
  markdown: "Mettre le texte en forme",
  markdownRows: [
    ["**gras**", "gras"],
    ["*italique*", "italique"],
    ["[les mots](https://example.org)", "un lien"],
    ["## Un intertitre", "un intertitre, seul sur sa ligne"],
    ["- un\n- deux", "une liste"],
    ["> les mots d’autres", "une citation"],
    ["Une affirmation.[^1]\n\n[^1]: D’où elle vient.", "une note de bas de page"],
    ["#LibertéDeCirculation", "un mot-clé dans le texte"],
    ["@nom@serveur.example", "une mention : le compte est cherché à la publication, et prévenu"],
  ],
  language: "Langue",
  languageHint: "Celle de cette publication. On peut choisir de ne recevoir de vous que certaines langues.",
  tags: "Mots-clés",
  tagsHint: "Séparés par des virgules : logement, liberté de circulation",
  more: "Avertissement, type, épingle",
  summary: "Avertissement de contenu",
  summaryHint: "S’affiche à la place du texte jusqu’à ce qu’on l’ouvre. À laisser vide si rien ne l’exige.",
  teaser: "Chapeau d’un article",
  teaserHint:
    "Ce que Mastodon montre d’un article entre le titre et le lien, et ce derrière quoi d’autres serveurs replient le texte. S’il est vide : le premier paragraphe, ou rien s’il y a un avertissement, car tout le monde le voit d’emblée.",
  type: "Type",
  typeFixed: "Une fois la publication faite, son type ne peut plus changer.",
  types: {
    Note: {
      label: "Message",
      hint: "Tout le monde reçoit le texte entier dans son fil, derrière l’avertissement s’il y en a un. Convient presque toujours.",
    },
    Article: {
      label: "Article",
      hint: "Demande un titre. Pour les longs textes qu’on lit sur votre site : Mastodon montre le titre, le chapeau et le lien, et ne cache rien derrière un avertissement ; d’autres serveurs replient le texte.",
    },
  },
  pinned: "Épingler en haut",
  pinnedHint: "Reste au-dessus des publications plus récentes ; c’est ce qu’un nouvel abonné voit d’abord.",

  pictures: "Images",
  picturesHint:
    "Jusqu’à 8. Le lieu, l’heure et l’appareil en sont effacés aussitôt. Pas les visages : regardez qui est reconnaissable. Mastodon montre les 4 premières. Les vidéos ne sont pas acceptées : ajoutez-en une image à vous, et dites où la voir.",
  choose: "Choisir des images",
  addPictures: "Ajouter les images choisies",
  description: (number) => `Description de l’image ${number}`,
  descriptionHint: "Pour les personnes qui ne la voient pas : ce qu’elle montre, et ce qui y est écrit.",
  sending: "Envoi de l’image {n} sur {total}.",
  working: "Image {n} sur {total} : le lieu, l’heure et l’appareil en sont effacés.",
  caption: "Légende",
  captionHint:
    "S’affiche sous l’image pour tout le monde : qui l’a prise, où, quand, si tout cela peut se savoir. Ne répétez pas la description.",
  video: "C’est une image d’une vidéo",
  videoAddress: "Adresse de la vidéo",
  videoHint:
    "Sur un autre site auquel vous faites confiance. L’image y mène et dit où elle mène ; rien n’est chargé depuis ce site avant qu’on appuie dessus.",
  leaveOut: "Ne pas prendre cette image",
  earlier: "Placer avant",
  couldNotRead: (file) => `« ${file} » :`,

  preview: "Aperçu",
  previewTitle: "Aperçu",
  previewNote: "Ceci n’est pas encore publié.",
  goOn: "Continuer à écrire",
  publish: "Publier",
  save: "Enregistrer les modifications",
  keepHint: "Un brouillon n’est lu que par les membres, jusqu’à sa publication.",
  askHint: "Une relecture demande à un autre membre de le lire d’abord.",
  writerNote:
    "Vous pouvez écrire et voir l’aperçu. C’est une personne de l’édition qui publie ; demander une relecture l’invite à lire.",

  undescribedTitle: plural("fr", {
    one: "{n} image n’a pas de description. Publier quand même ?",
    other: "{n} images n’ont pas de description. Publier quand même ?",
  }),
  undescribedText:
    "Les personnes aveugles, et celles chez qui les images ne se chargent pas, ne sauront pas ce qu’il y a à voir. Une phrase suffit : les champs sont plus bas.",
  describe: "Les décrire",
  publishWithout: "Publier sans description",
  saveWithout: "Enregistrer sans description",

  conflictText:
    "Plus bas, votre version, qui n’est pas encore enregistrée. Ici, la sienne. Réunissez ce qui doit rester ; quand vous enregistrerez, votre version prendra la place de l’autre.",
  theirs: "L’autre version",
  yours: "Votre version",
  withdrawnMeanwhile:
    "Cette publication a été retirée pendant que vous écriviez. Votre texte est ici ; le publier en fera une nouvelle, avec une nouvelle adresse.",
};
