import type { Catalog } from "../catalog";

export const personas: Catalog["personas"] = {
  title: "Konten – Persona",
  lead: "Siapa yang dilihat pelanggan di balik balasan. Tanpa persona, itu bot.",
  add: "Tambah persona",
  list: "Persona",
  edit: "Ubah {{name}}",
  remove: "Hapus {{name}}",
  removeTitle: "Hapus {{name}}?",
  removeText: "Balasan yang sudah dikirim tetap memakai nama dan gambarnya.",
  removed: "Persona dihapus",
  emptyTitle: "Belum ada persona",
  emptyText: "Tambahkan nama dan gambar, lalu pilih di ujung kiri kotak tulis.",
  form: {
    newTitle: "Persona baru",
    editTitle: "Ubah persona",
    name: "Nama",
    nameHint: "Yang dilihat pelanggan.",
    picture: "Gambar",
    choose: "Pilih gambar",
    clear: "Tanpa gambar",
    uploading: "Mengunggah gambar",
    create: "Buat persona",
    created: "Persona dibuat",
    saved: "Persona disimpan",
  },
  refused: {
    persona_name_taken: "Sudah ada persona dengan nama ini.",
    too_many_personas: "Jumlah persona sudah penuh. Hapus salah satu dahulu.",
    persona_not_found: "Persona ini sudah dihapus.",
    picture_unknown: "Ini bukan gambar yang dapat ditampilkan.",
  },
};
