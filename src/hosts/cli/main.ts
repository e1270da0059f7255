// The command line. Each command has a file of its own; this one only puts them together and turns errors into exit codes.
import { tuneV8 } from '../tune-v8.ts';
import { runCli } from './program.ts';

tuneV8();
process.exitCode = await runCli(process.argv);
