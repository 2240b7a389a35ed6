import type { Catalog } from "../catalog";

export const notifications: Catalog["notifications"] = {
  title: "Pemberitahuan",
  lead: "Bagaimana Anda tahu ada pesan baru saat melihat hal lain.",
  sound: "Suara",
  soundHint: "Dua nada lembut saat pelanggan menulis.",
  desktop: "Pemberitahuan desktop",
  desktopHint: "Tampil selama jendela ini di latar belakang. Peramban Anda bertanya sekali.",
  refused:
    "Peramban Anda memblokirnya. Izinkan dahulu pemberitahuan untuk situs ini di pengaturannya.",
  about: "Beri tahu saya tentang",
  mine: "Milik saya dan belum ditugaskan",
  all: "Semua yang dijawab tim",
  somethingSent: "Mengirim sesuatu",
};
