// Opens a page in the browser where a person is looking. Whether it worked is not told: the address has been printed anyway.

const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

export async function openBrowser(url: string): Promise<void> {
  if (!process.stdout.isTTY || !hasDisplay()) return;
  const { default: open } = await import('open');
  await open(url).catch(() => {});
}
