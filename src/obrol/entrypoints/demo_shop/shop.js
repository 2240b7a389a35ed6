// Every button that says so opens the chat, as any shop may do it.
for (const button of document.querySelectorAll("[data-chat]"))
  button.addEventListener("click", () => window.Obrol?.open());
