/** An address that is too long for its line breaks after the @, not within a word. */
export function Breakable({ text }: { text: string }) {
  const [name, ...rest] = text.split("@");
  return rest.length === 1 ? (
    <>
      {name}@<wbr />
      {rest[0]}
    </>
  ) : (
    text
  );
}
