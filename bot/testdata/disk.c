// Writes down what a program does to a database's files: every write before it
// is made, every sync before and after. A test builds from it what a disk may
// hold when the power fails. Loaded with LD_PRELOAD; DISK_DB names the database
// and DISK_LOG the record.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

struct record {
    uint8_t kind; // w: write, t: truncate, s: a sync begins, S: it has ended
    uint8_t file; // d: the database, w: its -wal
    uint8_t pad[6];
    uint64_t offset, length; // of a write; of a truncate the offset is the new size
};

static int journal = -1;
static const char *database;
static size_t database_length;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("DISK_LOG");
    database = getenv("DISK_DB");
    if (!path || !database) return;
    database_length = strlen(database);
    journal = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

static uint8_t file_of(int fd) {
    char link[64], path[4096];
    if (journal < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < (ssize_t)database_length || memcmp(path, database, database_length)) return 0;
    path[n] = 0;
    if (!path[database_length]) return 'd';
    return strcmp(path + database_length, "-wal") ? 0 : 'w';
}

// One call, so that records of several threads do not mix.
static void note(uint8_t kind, uint8_t file, uint64_t offset, const void *data, uint64_t length) {
    struct record r = {.kind = kind, .file = file, .offset = offset, .length = length};
    struct iovec parts[] = {{&r, sizeof r}, {(void *)data, length}};
    if (writev(journal, parts, 2) != (ssize_t)(sizeof r + length)) abort();
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = dlsym(RTLD_NEXT, #name)

ssize_t pwrite64(int fd, const void *data, size_t n, off64_t at) {
    REAL(pwrite64);
    uint8_t f = file_of(fd);
    if (f) note('w', f, at, data, n);
    return real(fd, data, n, at);
}

ssize_t pwrite(int fd, const void *data, size_t n, off_t at) {
    REAL(pwrite);
    uint8_t f = file_of(fd);
    if (f) note('w', f, at, data, n);
    return real(fd, data, n, at);
}

ssize_t write(int fd, const void *data, size_t n) {
    REAL(write);
    uint8_t f = file_of(fd);
    if (f) note('w', f, lseek(fd, 0, SEEK_CUR), data, n);
    return real(fd, data, n);
}

int ftruncate64(int fd, off64_t size) {
    REAL(ftruncate64);
    uint8_t f = file_of(fd);
    if (f) note('t', f, size, 0, 0);
    return real(fd, size);
}

int ftruncate(int fd, off_t size) {
    REAL(ftruncate);
    uint8_t f = file_of(fd);
    if (f) note('t', f, size, 0, 0);
    return real(fd, size);
}

int fsync(int fd) {
    REAL(fsync);
    uint8_t f = file_of(fd);
    if (f) note('s', f, 0, 0, 0);
    int failed = real(fd);
    if (f && !failed) note('S', f, 0, 0, 0);
    return failed;
}

int fdatasync(int fd) {
    REAL(fdatasync);
    uint8_t f = file_of(fd);
    if (f) note('s', f, 0, 0, 0);
    int failed = real(fd);
    if (f && !failed) note('S', f, 0, 0, 0);
    return failed;
}
