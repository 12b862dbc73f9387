// Cuts the power of the ext4 file system mounted at a folder: what was not written through to the disk is gone.
// It is what xfstests calls "godown": afterwards every access fails until the file system is mounted anew.
#include <fcntl.h>
#include <linux/types.h>
#include <stdio.h>
#include <sys/ioctl.h>

#define EXT4_IOC_SHUTDOWN _IOR('X', 125, __u32)

// The journal is not flushed first.
static const __u32 no_log_flush = 2;

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  int folder = open(argv[1], O_RDONLY);
  if (folder >= 0 && ioctl(folder, EXT4_IOC_SHUTDOWN, &no_log_flush) == 0) return 0;
  perror(argv[1]);
  return 1;
}
