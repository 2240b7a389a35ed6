import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "@/locales/en/catalog";
import { id } from "@/locales/id/catalog";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "desk";
    resources: { desk: typeof en };
  }
}

export const LOCALES = ["en", "id"] as const;
export type DeskLocale = (typeof LOCALES)[number];

const REMEMBERED = "obrol.locale";

function isLocale(value: unknown): value is DeskLocale {
  return LOCALES.some((locale) => locale === value);
}

/** The first language of the browser that we speak; English if there is none. */
export function browserLocale(languages: readonly string[] = navigator.languages): DeskLocale {
  const spoken = languages.map((language) => language.slice(0, 2).toLowerCase());
  // "in" is how old systems still spell Indonesian.
  return spoken.map((language) => (language === "in" ? "id" : language)).find(isLocale) ?? "en";
}

/** Starts the catalogs in the language used last on this device, or the browser's. */
export async function startI18n(): Promise<void> {
  const remembered = localStorage.getItem(REMEMBERED);
  await i18next.use(initReactI18next).init({
    resources: { en: { desk: en }, id: { desk: id } },
    defaultNS: "desk",
    lng: isLocale(remembered) ? remembered : browserLocale(),
    fallbackLng: "en",
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = i18next.language;
}

/** Speaks the chosen language; null means what the browser says. */
export async function speak(locale: DeskLocale | null): Promise<void> {
  const next = locale ?? browserLocale();
  if (locale) {
    localStorage.setItem(REMEMBERED, locale);
  } else {
    localStorage.removeItem(REMEMBERED);
  }
  document.documentElement.lang = next;
  await i18next.changeLanguage(next);
}
