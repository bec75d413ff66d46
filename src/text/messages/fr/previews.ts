import type { previews as english } from "../en/previews.ts";

export const previews: typeof english = {
  title: "Comme on le verra ailleurs",
  jump: "Aller à",
  elsewhere: "Sur d’autres serveurs, dans les flux, en lien",
  servers: {
    site: { title: "Votre site", note: "Tout y est, et partout ailleurs un lien y mène." },
    mastodon: {
      title: "Mastodon",
      note: "La plupart de vos abonné·es. Un long message y reste replié jusqu’à ce qu’on en demande la suite.",
    },
    pleroma: {
      title: "Pleroma",
      note: "Et Akkoma, tels qu’ils s’installent ; chaque serveur peut permettre davantage.",
    },
    misskey: { title: "Misskey", note: "Et Sharkey. Les modifications ultérieures n’y parviennent pas." },
    feed: {
      title: "Lecteur de flux",
      note: "RSS et Atom. Dans les listes, on ne voit que le titre ou, à défaut, les premiers mots.",
    },
    card: {
      title: "Carte du lien",
      note: "Ce qu’une messagerie montre sous l’adresse, à quiconque la reçoit.",
    },
  },
  everything: "Rien ne s’y perd.",
  lost: "Ce qui n’arrive pas partout",
  losses: {
    text: "On n’y voit que le titre, le chapeau et le lien, pas le texte.",
    callout: "La date et le lieu n’y figurent pas : dites-les dans le titre.",
    warning: "L’avertissement de contenu y est une simple ligne de texte.",
    hidden: "Le titre, la date et le lieu y sont cachés avec le texte, tant qu’on ne l’ouvre pas.",
    headingsBold: "Les intertitres y deviennent des lignes en gras.",
    headingsPlain: "Les intertitres y ressemblent au reste du texte.",
    tables: "Un tableau y devient des lignes, avec | entre les cases.",
    lists: "Les listes y perdent leurs puces et leurs numéros.",
    footnotes: "Les notes de bas de page gardent leur numéro, mais ne mènent nulle part.",
    pictures: "Seules les 4 premières images y sont montrées. Une ligne dit combien il y en a d’autres.",
  },
  open: "Afficher la suite",
  pictures: "Images",
  undescribed: "Sans description",
  moreTags: (count) => `… et ${count} de plus`,
  card: (host) => `Dessous, un encadré sur le premier lien du texte : ${host}`,
};
