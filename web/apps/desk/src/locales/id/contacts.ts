import type { Catalog } from "../catalog";

export const contacts: Catalog["contacts"] = {
  panel: "Pelanggan",
  profile: "Profil",
  email: "Email",
  phone: "Telepon",
  language: "Bahasa",
  localTime: "Waktu setempat",
  firstSeen: "Pertama terlihat",
  lastSeen: "Terakhir terlihat",
  page: "Di halaman",
  channels: "Dikenal di",
  tags: "Tag",
  noTags: "Belum ada tag.",
  fields: "Bidang khusus",
  noFields: "Belum ada bidang khusus yang terisi.",
  copy: "Salin {{what}}",
  yes: "Ya",
  no: "Tidak",
};
