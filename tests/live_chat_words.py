"""The labels by which the tests of the live chat find things, as people read them in English and in Indonesian.

They are written out here and not read from the catalogs: a label that was changed by mistake must fail a test.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Words:
    """One language of the desk. The first block is binding: the contract of the live chat names these labels."""

    locale: str

    live_chat: str
    inbox: str
    done: str
    search: str
    hide_bot: str
    manage_shortcuts: str
    tools: str
    shortcuts: str
    content: str
    personas: str
    reply: str
    note: str
    send_subflow: str
    sequences: str
    fields: str

    # Not binding, but what somebody reads who does it.
    overview: str
    main_menu: str
    all_channels: str
    bots: str
    bot_menu: str
    conversations: str
    channel: str
    conversation_with: str
    messages: str
    composer: str
    mode: str
    customer: str
    hide_list: str
    show_list: str
    finish: str
    reopen: str
    more: str
    bot_hidden: str
    show_bot: str
    reply_to: str
    note_about: str
    emoji: str
    search_emoji: str
    attach: str
    subflow: str
    send: str
    add_note: str
    live_chat_mode: str
    note_label: str
    tags: str
    topics: str
    notes: str
    email: str
    phone: str
    last_seen: str
    first_seen: str
    remove: str
    cancel: str
    picture: str
    audio: str
    video: str
    file: str
    insert_variable: str
    variables: str
    first_name: str
    send_as: str
    bot_itself: str
    bot_message_menu: str
    resend: str
    jump: str
    search_subflows: str
    mode_is_on: str
    turn_off_and_send: str
    add_tag: str
    find_tag: str
    make_tag: str
    remove_tag: str
    remove_sequence: str
    remove_topic: str
    edit: str
    clear: str
    empty: str
    save: str
    name: str
    text: str
    new_shortcut: str
    create_shortcut: str
    add_persona: str
    create_persona: str


ENGLISH: Final = Words(
    locale="en-US",
    live_chat="Live Chat",
    inbox="Inbox",
    done="Done",
    search="Search",
    hide_bot="Hide messages from bot",
    manage_shortcuts="Manage Shortcuts",
    tools="Tools",
    shortcuts="Shortcuts",
    content="Content",
    personas="Persona",
    reply="Reply",
    note="Note",
    send_subflow="Send Sub Flow",
    sequences="Sequences",
    fields="Custom fields",
    overview="Overview",
    main_menu="Main",
    all_channels="All channels",
    bots="Bots",
    bot_menu="Bot",
    conversations="Conversations",
    channel="Channel",
    conversation_with="Conversation with {name}",
    messages="Messages",
    composer="Write",
    mode="Reply or note",
    customer="Customer",
    hide_list="Hide the list",
    show_list="Show the list",
    finish="Move to Done",
    reopen="Move back to Inbox",
    more="More",
    bot_hidden="Messages from the bot are hidden.",
    show_bot="Show them",
    reply_to="Reply to {name}",
    note_about="Note about {name}",
    emoji="Emoji",
    search_emoji="Search emoji",
    attach="Attach a picture, audio, video or file",
    subflow="Send Sub Flow",
    send="Send",
    add_note="Add note",
    live_chat_mode="Live chat mode",
    note_label="Note · only the team sees this",
    tags="Tags",
    topics="Topics",
    notes="Notes",
    email="Email",
    phone="Phone",
    last_seen="Last seen",
    first_seen="First seen",
    remove="Remove",
    cancel="Cancel",
    picture="Picture or GIF",
    audio="Audio",
    video="Video",
    file="File",
    insert_variable="Insert a variable",
    variables="Variables",
    first_name="First Name",
    send_as="Send as",
    bot_itself="The bot itself",
    bot_message_menu="Message options",
    resend="Resend",
    jump="Jump to this step in the flow",
    search_subflows="Search sub flows",
    mode_is_on="Live chat mode is on",
    turn_off_and_send="Turn off and send",
    add_tag="Add tag",
    find_tag="Search or name a new tag",
    make_tag="Make “{name}”",
    remove_tag="Remove tag {name}",
    remove_sequence="Remove from {name}",
    remove_topic="Remove topic {name}",
    edit="Edit {name}",
    clear="Clear {name}",
    empty="Empty",
    save="Save",
    name="Name",
    text="Text",
    new_shortcut="New shortcut",
    create_shortcut="Create shortcut",
    add_persona="Add persona",
    create_persona="Create persona",
)

INDONESIAN: Final = Words(
    locale="id-ID",
    live_chat="Obrolan Langsung",
    inbox="Kotak Masuk",
    done="Selesai",
    search="Pencarian",
    hide_bot="Sembunyikan pesan dari bot",
    manage_shortcuts="Kelola Pintasan",
    tools="Alat",
    shortcuts="Pintasan",
    content="Konten",
    personas="Persona",
    reply="Balas",
    note="Catatan",
    send_subflow="Kirim Sub Aliran",
    sequences="Urutan",
    fields="Bidang pengguna",
    overview="Ikhtisar",
    main_menu="Utama",
    all_channels="Semua kanal",
    bots="Bot",
    bot_menu="Bot",
    conversations="Percakapan",
    channel="Kanal",
    conversation_with="Percakapan dengan {name}",
    messages="Pesan",
    composer="Tulis",
    mode="Balas atau catatan",
    customer="Pelanggan",
    hide_list="Sembunyikan daftar",
    show_list="Tampilkan daftar",
    finish="Pindahkan ke Selesai",
    reopen="Kembalikan ke Kotak Masuk",
    more="Lainnya",
    bot_hidden="Pesan dari bot disembunyikan.",
    show_bot="Tampilkan",
    reply_to="Balasan kepada {name}",
    note_about="Catatan tentang {name}",
    emoji="Emoji",
    search_emoji="Cari emoji",
    attach="Lampirkan gambar, audio, video, atau berkas",
    subflow="Kirim Sub Aliran",
    send="Kirim",
    add_note="Tambah catatan",
    live_chat_mode="Mode obrolan langsung",
    note_label="Catatan · hanya tim yang melihat ini",
    tags="Tag",
    topics="Topik",
    notes="Catatan",
    email="Email",
    phone="Telepon",
    last_seen="Terakhir terlihat",
    first_seen="Pertama terlihat",
    remove="Hapus",
    cancel="Batal",
    picture="Gambar atau GIF",
    audio="Audio",
    video="Video",
    file="Berkas",
    insert_variable="Sisipkan variabel",
    variables="Variabel",
    first_name="Nama Depan",
    send_as="Kirim sebagai",
    bot_itself="Bot itu sendiri",
    bot_message_menu="Pilihan pesan",
    resend="Kirim ulang",
    jump="Lompat ke langkah ini di aliran",
    search_subflows="Cari subaliran",
    mode_is_on="Mode obrolan langsung aktif",
    turn_off_and_send="Matikan dan kirim",
    add_tag="Tambah tag",
    find_tag="Cari atau beri nama tag baru",
    make_tag="Buat “{name}”",
    remove_tag="Hapus tag {name}",
    remove_sequence="Keluarkan dari {name}",
    remove_topic="Hapus topik {name}",
    edit="Ubah {name}",
    clear="Kosongkan {name}",
    empty="Kosong",
    save="Simpan",
    name="Nama",
    text="Teks",
    new_shortcut="Pintasan baru",
    create_shortcut="Buat pintasan",
    add_persona="Tambah persona",
    create_persona="Buat persona",
)
