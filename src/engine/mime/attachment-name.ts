// The name of an attached file, as a person should see it, and the tricks in it (RFC 2183 section 2.3: a name is a suggestion,
// and may be hostile).

export type NameTrick =
  /** Folders in front of the name, or `..`. */
  | 'path'
  /** Characters that turn the direction of text or cannot be seen: `exe.txt` shown as `txt.exe` reversed. */
  | 'hidden characters'
  /** A program that looks like a document: `invoice.pdf.exe`. */
  | 'two endings'
  /** Blanks that push the ending out of sight. */
  | 'far ending';

export interface AttachmentName {
  /** Last part of the name, without what cannot be seen. */
  readonly shown: string;
  readonly tricks: readonly NameTrick[];
}

const MAX_SHOWN = 200;
const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029\u115f\u1160\u3164]/gu;
/** Endings that run something when they are opened. */
const RUNS = /\.(?:exe|com|scr|pif|bat|cmd|js|jse|vbs|vbe|wsf|wsh|ps1|hta|lnk|jar|msi|cpl|reg|iso|img|dll|html?|svg)$/i;
const LOOKS_HARMLESS = /\.(?:pdf|docx?|xlsx?|pptx?|txt|rtf|jpe?g|png|gif|zip|csv|odt|mp[34])\s*\.[a-z0-9]{1,5}$/i;

/** @param name as a mail client decodes it */
export function attachmentName(name: string): AttachmentName {
  const visible = name.replace(HIDDEN, '');
  const last = visible.slice(Math.max(visible.lastIndexOf('/'), visible.lastIndexOf('\\')) + 1);
  const tricks: NameTrick[] = [];
  if (last !== visible || /^\.\.?$/.test(last)) tricks.push('path');
  if (visible !== name) tricks.push('hidden characters');
  // Windows passes over dots and blanks at the end of a name.
  const opened = last.replace(/[. ]+$/, '');
  if (RUNS.test(opened) && LOOKS_HARMLESS.test(opened)) tricks.push('two endings');
  if (/\s{10,}\.[a-z0-9]{1,5}$/i.test(opened)) tricks.push('far ending');
  return { shown: last.slice(0, MAX_SHOWN), tricks };
}
