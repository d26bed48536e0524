/** Returns true if a process with this id is running. */
export function isProcessRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: the process runs, as another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
