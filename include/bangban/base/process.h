/* What a process gives up at once, for itself and whatever it starts. */
#ifndef BANGBAN_BASE_PROCESS_H
#define BANGBAN_BASE_PROCESS_H

/* First thing in every main function: files for their owner alone, no core file, no reading of its
 * memory by others of the same account, no more rights by any program it starts, and of the
 * environment only what it and a printing command need. */
void bb_process_harden(void);
/* From now on this process starts no other program, whatever somebody makes it do: for the screens
 * of the public. Where the kernel or the machine has no such filter it stays as it is. */
void bb_process_no_exec(void);

#endif
