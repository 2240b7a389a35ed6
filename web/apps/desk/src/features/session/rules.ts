import i18next from "i18next";

export const PASSWORD_LEAST = 10; // characters, as the server asks for

export function required(value: string): string | null {
  return value.trim() ? null : i18next.t("session.rule.required");
}

export function likeEmail(value: string): string | null {
  return /^\S+@\S+$/u.test(value.trim()) ? null : i18next.t("session.rule.email");
}

export function longPassword(value: string): string | null {
  return [...value].length >= PASSWORD_LEAST
    ? null
    : i18next.t("session.rule.passwordShort", { count: PASSWORD_LEAST });
}
