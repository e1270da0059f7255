// The answer, read out: politely, and only when the sliders have come to rest.
import { useEffect, useState } from 'preact/hooks';

const REST_MS = 700;

export function HeadlineStatus({ text }: { readonly text: string }) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(setSaid, REST_MS, text);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p class="visually-hidden" role="status">
      {said}
    </p>
  );
}
