/* Preloaded into Python: lets the n-th operation on paths under JX_FAULTS fail, as asked at run time.
 *
 * jx_arm(at, error, sticky) begins to count anew: the at-th operation fails with that errno (once,
 * or it and all later ones); an errno of -1 turns a bit of what is read round instead.
 * jx_count() says how many operations there were. Counted are: open for writing, write, flush,
 * read, rename, unlink, mkdir.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static long counted, wanted;
static int failure, for_ever;
static const char *place;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

void jx_arm(long at, int error, int sticky) {
    place = getenv("JX_FAULTS");
    counted = 0;
    wanted = at;
    failure = error;
    for_ever = sticky;
}

long jx_count(void) { return counted; }

static int named(const char *path) { return wanted && place && path && strstr(path, place) != NULL; }

static int open_file(int fd) {
    char link[64], path[4096];
    if (!wanted || !place) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size <= 0) return 0;
    path[size] = 0;
    return named(path);
}

static int now(void) {
    counted++;
    return counted == wanted || (for_ever && counted > wanted);
}

static int fails(void) {
    if (!now() || failure < 0) return 0;
    errno = failure;
    return 1;
}

static int opened(const char *path, int flags, mode_t mode) {
    if (named(path) && (flags & (O_WRONLY | O_RDWR)) && fails()) return -1;
    return REAL(open64)(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    va_end(more);
    return opened(path, flags, mode);
}

int open(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    va_end(more);
    return opened(path, flags, mode);
}

ssize_t write(int fd, const void *bytes, size_t size) {
    if (open_file(fd) && fails()) return -1;
    return REAL(write)(fd, bytes, size);
}

ssize_t read(int fd, void *bytes, size_t size) {
    int ours = open_file(fd), turned = 0;
    if (ours) {
        turned = now();
        if (turned && failure >= 0) { errno = failure; return -1; }
    }
    ssize_t done = REAL(read)(fd, bytes, size);
    if (turned && done > 0) ((unsigned char *)bytes)[done / 2] ^= 1;
    return done;
}

int fsync(int fd) { return open_file(fd) && fails() ? -1 : REAL(fsync)(fd); }

int rename(const char *old, const char *fresh) {
    return (named(old) || named(fresh)) && fails() ? -1 : REAL(rename)(old, fresh);
}

int unlink(const char *path) { return named(path) && fails() ? -1 : REAL(unlink)(path); }

int mkdir(const char *path, mode_t mode) {
    return named(path) && fails() ? -1 : REAL(mkdir)(path, mode);
}
