// What counts as a fully qualified name: the rule of Postfix (`valid_hostname` and a dot within).

const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;

/** True for a name of at least two labels that is no address: `mail.example.com`, one dot at the end allowed. */
export function isFqdn(name: string): boolean {
  const labels = name.replace(/\.$/, '').split('.');
  return (
    name.length <= 254 && labels.length >= 2 && labels.every((label) => LABEL.test(label)) && /\D/.test(labels.join(''))
  );
}
