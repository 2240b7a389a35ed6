/** Shows a picture in full, over everything, until it is pressed or Escape is. */
export function enlarge(url: string, name: string): void {
  const dialog = document.createElement("dialog");
  const picture = document.createElement("img");
  picture.src = url;
  picture.alt = name;
  dialog.append(picture);
  dialog.onclick = dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  dialog.showModal();
}
