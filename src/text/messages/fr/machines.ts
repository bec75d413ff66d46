import type { machines as english } from "../en/machines.ts";

export const machines: typeof english = {
  title: "Pour les machines",
  link: "robots.txt et security.txt",
  intro: "Deux fichiers que des programmes demandent, à des adresses qui sont les mêmes sur tous les sites.",
  robots: "robots.txt",
  robotsHint:
    "Ce que les robots d’indexation peuvent aller chercher. Les honnêtes s’y tiennent ; aux autres, cela ne cache rien. Si vous laissez ce champ vide, seul votre espace leur est fermé, et la liste de vos publications leur est indiquée.",
  robotsNow: "Voici ce qui leur est dit tant que ce champ est vide :",
  securityContact: "Contact pour security.txt",
  securityContactHint:
    "Où vous prévenir quand on trouve une faille dans votre serveur : une adresse de courriel, une adresse https ou un numéro de téléphone. Elle est publique. Tant que ce champ est vide, le fichier n’existe pas.",
  save: "Enregistrer",
  errors: {
    robotsLine: (line) =>
      `La ligne ${line} de robots.txt ne dit rien que les robots connaissent : User-agent, Allow, Disallow, Crawl-delay, Sitemap, ou # pour une remarque.`,
    robotsTooLong: "robots.txt est trop long : 10 000 caractères au plus.",
    securityContact:
      "Le contact est une adresse de courriel, une adresse https, ou un numéro de téléphone qui commence par +.",
  },
};
