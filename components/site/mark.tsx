/** The house's sign and its name. */
export function Mark() {
  return (
    <>
      <svg viewBox="0 0 16 16" className="size-6" aria-hidden="true">
        <path fill="#0b5d4b" d="M0 4a4 4 0 0 1 4-4h8a4 4 0 0 1 4 4v12H0z" />
        <path className="fill-none stroke-white stroke-2" d="M4 5h8M8 5v7" />
      </svg>
      Tillgate
    </>
  );
}
