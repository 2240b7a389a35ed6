import type { Catalog } from "../catalog";

export const subflow: Catalog["subflow"] = {
  title: "Kirim Sub Aliran",
  send: "Kirim Sub Aliran",
  sent: "Subaliran “{{name}}” dikirim",
  search: "Cari subaliran",
  flows: "Subaliran",
  preview: "Langkah pertama",
  pick: "Pilih subaliran untuk melihat awalnya.",
  noMatch: "Tidak ada subaliran dengan nama ini.",
  emptyTitle: "Belum ada subaliran",
  emptyText: "Terbitkan aliran bot ini, lalu aliran itu dapat dikirim dari sini.",
  noBotTitle: "Tidak ada bot di kanal ini",
  noBotText: "Pasang bot di kanal ini, lalu alirannya dapat dikirim dari sini.",
  onTitle: "Mode obrolan langsung aktif",
  onText: "Selama aktif, bot tidak dapat mengirim pesan dari aliran. Apa yang ingin Anda lakukan?",
  switchOff: "Matikan dan kirim",
  control: "Jalankan di bawah kendali saya",
  controlHint:
    "Di bawah kendali Anda aliran berjalan langkah demi langkah sementara tim tetap memegang percakapan, dan Anda dapat menghentikannya kapan saja.",
  running: "Subaliran “{{name}}” sedang berjalan",
  walked: "Langkah sejauh ini",
  waitsForReply: "Menunggu jawaban pelanggan",
  waitsUntil: "Berlanjut {{time}}",
  goesOn: "Berlanjut",
  controlledBy: "di bawah kendali {{name}}",
  stop: "Hentikan subaliran",
};
