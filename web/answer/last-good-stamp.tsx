// Marks an answer that is not about what the form says now, and says why.
export function LastGoodStamp({ reasons }: { readonly reasons: readonly string[] }) {
  if (reasons.length === 0) return null;
  return (
    <p class="stamp">
      <strong>For the last values that could be used.</strong> {reasons.join(' ')}
    </p>
  );
}
