// `plimsoll complete SHELL`: completion scripts for bash, zsh and fish, made from the tree of commands.
import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

export const addCompletion = (program: Command): void => {
  tab(program);
};
