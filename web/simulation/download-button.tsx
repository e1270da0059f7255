// From the page to the command line: saves the planned server as a scenario. The YAML writer is loaded when it is asked for.
import type { ScenarioSource } from '../state/plan-scenario.ts';

async function download(source: ScenarioSource, link: string): Promise<void> {
  const { scenarioFile } = await import('./scenario-file.ts');
  const { name, text } = scenarioFile(source, link);
  const address = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(address);
}

export function DownloadButton({ source, link }: { readonly source: ScenarioSource; readonly link: string }) {
  return (
    <button type="button" onClick={() => download(source, link)}>
      Download scenario
    </button>
  );
}
