import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { readTraceDocument, textOfDocument, TraceFileError } from '../counterexample/file/document.ts';
import type { Keeping } from '../counterexample/file/keeping.ts';
import type { TraceDocument } from '../counterexample/file/schema.ts';
import { budgetsOf } from '../counterexample/token/budgets.ts';
import type { WorldModel } from '../model/compose.ts';
import { textOf } from '../model/plain.ts';

/** A past failure, and the file that keeps it. */
export interface Kept {
  readonly file: string;
  readonly document: TraceDocument;
}

/** A file that holds no past failure, and why: `FILE:LINE:COLUMN: $.trace: expected a list, found 7`. */
export interface Unreadable {
  readonly file: string;
  readonly message: string;
}

/** How a store keeps failures. */
export interface StoreOptions {
  /** Whether new ones are kept. Unless told otherwise they are, but not in CI (the variable `CI` is set). */
  readonly keeping?: boolean;
}

/** Where past failures are kept unless told otherwise, if it exists. */
export const usualStore = '.onceproof';

/** Whether a past failure is one of a protocol, a guarantee and a world: by their names. */
export const isAbout = (
  document: TraceDocument,
  model: WorldModel,
  guarantee: { readonly name: string },
): boolean =>
  document.protocol === model.protocol.name &&
  document.guarantee === guarantee.name &&
  document.world.name === model.world.name;

/** A directory of past failures, one small file for each. */
export interface Store {
  readonly directory: string;
  readonly exists: () => boolean;
  /** All past failures in the order of their file names, and the files that could not be read. */
  readonly read: () => { readonly failures: readonly Kept[]; readonly unreadable: readonly Unreadable[] };
  /** The past failures alone: what `examplesFrom` wants. */
  readonly documents: () => readonly TraceDocument[];
  /** Keeps a failure that is not there yet. Never throws: a run must not fail because a disk is read-only. */
  readonly keep: (document: TraceDocument) => Keeping;
}

/**
 * The store of past failures in a directory. Nothing is read or written until it is asked for; `keep` makes the
 * directory where there is none. Files are only ever added: what is there is the user's, never changed and
 * never removed. In CI, where what is written is lost and nobody reviews it, none is added unless `keeping` is
 * set; `keep` then answers why. Every file that ends in `.json` and does not begin with a dot is taken for a past failure.
 *
 * @example
 * const store = storeIn('.onceproof');
 * fc.assert(property, { examples: examplesFrom(store.documents(), model), reporter: reporting(store.keep) });
 */
export const storeIn = (directory: string, { keeping = !isInCi() }: StoreOptions = {}): Store => {
  const read: Store['read'] = () => {
    const failures: Kept[] = [];
    const unreadable: Unreadable[] = [];
    for (const file of filesIn(directory, unreadable)) {
      try {
        failures.push({ file, document: readTraceDocument(readFileSync(file, 'utf8')) });
      } catch (error) {
        unreadable.push({ file, message: complaintOf(file, error) });
      }
    }
    return { failures, unreadable };
  };
  return {
    directory,
    exists: () => statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true,
    read,
    documents: () => read().failures.map(({ document }) => document),
    keep: (document) => {
      const file = join(directory, nameOf(document));
      if (!keeping) return notKept(file);
      try {
        mkdirSync(directory, { recursive: true });
        return { outcome: addFile(file, textOfDocument(document)) ? 'kept' : 'known', file };
      } catch (error) {
        return { outcome: 'not kept', file, reason: error instanceof Error ? error.message : String(error) };
      }
    },
  };
};

/** Most build servers set the variable; a few set it to say no. */
const isInCi = (): boolean => !['', '0', 'false', undefined].includes(process.env['CI']?.toLowerCase());

const notKept = (file: string): Keeping => {
  if (existsSync(file)) return { outcome: 'known', file };
  const reason = isInCi() ? 'nothing is kept in CI (the variable CI is set)' : 'nothing was to be kept';
  return { outcome: 'not kept', file, reason };
};

/**
 * The file of a failure: the protocol, and a hash of what makes it this failure and no other: its protocol,
 * world, guarantee and steps. What it came to when it was recorded is no part of that.
 */
export const nameOf = ({ protocol, world, guarantee, trace }: TraceDocument): string => {
  const hash = createHash('sha256').update(
    textOf([protocol, world.name, budgetsOf(world), guarantee, trace]),
  );
  const readable = protocol.replaceAll(/[^A-Za-z0-9-]+/g, '-').slice(0, 60);
  return `${readable}-${hash.digest('hex').slice(0, 16)}.json`;
};

/** The files of a directory, in an order that no file system decides. */
const filesIn = (directory: string, unreadable: Unreadable[]): readonly string[] => {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
      .sort()
      .map((name) => join(directory, name));
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing) unreadable.push({ file: directory, message: complaintOf(directory, error) });
    return [];
  }
};

/**
 * Adds a file, whole or not at all: it is written under another name and then linked to its own, which fails
 * where that exists. A crash in between leaves a hidden file behind, and never half a failure.
 *
 * @returns whether it is new.
 */
const addFile = (file: string, text: string): boolean => {
  const draft = join(file, '..', `.${randomUUID()}.draft`);
  try {
    writeFileSync(draft, text);
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
};

/** What is wrong with a file, in the way of a compiler. */
export const complaintOf = (file: string, error: unknown): string => {
  if (error instanceof TraceFileError) return `${file}:${error.line}:${error.column}: ${error.message}`;
  if (error instanceof Error && 'syscall' in error) return `${file}: ${error.message}`;
  throw error;
};
