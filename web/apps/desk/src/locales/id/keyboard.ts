import type { Catalog } from "../catalog";

export const keyboard: Catalog["keyboard"] = {
  title: "Papan ketik",
  palette: "Cari atau lakukan apa saja",
  paletteKey: "Ctrl / ⌘ + K",
  placeholder: "Halaman, nama, sesuatu yang ingin dilakukan…",
  nothing: "Tidak ditemukan",
  help: "Tampilkan tombol",
  hint: "Huruf berlaku selama tidak ada yang ditulis. Anda dapat mematikannya di profil.",
  singleKeys: "Huruf sebagai perintah",
  singleKeysHint:
    "Misalnya J dan K untuk percakapan berikutnya dan sebelumnya; ? menampilkan semuanya.",
  group: { here: "Di sini", go: "Buka", people: "Percakapan" },
  command: {
    next: "Percakapan berikutnya",
    previous: "Percakapan sebelumnya",
    search: "Cari percakapan",
    filter: "Saring dan urutkan daftar",
    reply: "Tulis balasan",
    note: "Tulis catatan",
    done: "Pindahkan ke Selesai, atau kembalikan",
    snooze: "Tunda",
    assign: "Tugaskan",
    pin: "Sematkan atau lepaskan",
    unread: "Tandai belum dibaca",
    list: "Sembunyikan atau tampilkan daftar",
  },
};
