import type { Catalog } from "../catalog";

export const session: Catalog["session"] = {
  email: "Email",
  password: "Kata sandi",
  name: "Nama Anda",
  signIn: {
    title: "Masuk",
    action: "Masuk",
    ended:
      "Sesi Anda telah berakhir. Masuk lagi untuk melanjutkan dari tempat tadi; draf Anda tersimpan.",
    demoTitle: "Ini demo",
    demoText: "Lihat-lihat sebagai {{email}} dengan kata sandi {{password}}.",
    demoAction: "Isikan",
  },
  setup: {
    title: "Selamat datang di Obrol",
    lead: "Buat ruang kerja pertama beserta pemiliknya. Hanya semenit, dan semuanya dapat diubah nanti.",
    workspace: "Nama ruang kerja",
    workspaceHint: "Toko atau perusahaan Anda",
    language: "Bahasa",
    action: "Buat ruang kerja",
  },
  invitation: {
    title: "Bergabung dengan {{workspace}}",
    lead: "Anda diundang sebagai {{role}}.",
    action: "Bergabung",
    badTitle: "Undangan ini tidak dapat dipakai",
    badText: "Mungkin sudah dipakai, ditarik kembali, atau kedaluwarsa. Mintalah tautan baru.",
  },
  rule: {
    required: "Mohon diisi.",
    email: "Ini tidak tampak seperti alamat email.",
    passwordShort: "Paling sedikit {{count}} karakter.",
    passwordSame: "Kedua kata sandi berbeda.",
  },
  passwordHint: "Paling sedikit {{count}} karakter; sebuah kalimat paling baik.",
};
