// The least that forwarding a packet takes on this machine: to encrypt it and to hand it to a socket of loopback, one
// packet after the other. Says microseconds of CPU of one thread, the kernel's part included, as a line of JSON.
#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bytes.h"
#include "srtp.h"

enum { RTP_HEAD = 12, BUFFER = 4 << 20, MOST = 1200 };

static uint64_t thread_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return nanoseconds(&time);
}

// Empties the socket in ticks of a millisecond: a receiver that sleeps for each packet would be woken on the sender's bill.
static void *drain(void *socket) {
    int fd = *(int *)socket;
    uint8_t packet[MOST + SRTP_GROWTH + RTP_HEAD];
    for (;;) {
        while (recv(fd, packet, sizeof packet, MSG_DONTWAIT) > 0) {}
        usleep(1000);
    }
    return NULL;
}

static int bound_socket(struct sockaddr_in *address) {
    int fd = socket(AF_INET, SOCK_DGRAM, 0), size = BUFFER;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
    *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof *address;
    bind(fd, (struct sockaddr *)address, length);
    getsockname(fd, (struct sockaddr *)address, &length);
    return fd;
}

static void fill(uint8_t *packet, int number) {
    packet[0] = 0x80;
    packet[1] = 100;
    put16(packet + 2, (uint16_t)number);
    put32(packet + 4, (uint32_t)number * 960);
    put32(packet + 8, 7);
}

int main(int count, char **words) {
    int bytes = count > 1 ? atoi(words[1]) : 80, packets = count > 2 ? atoi(words[2]) : 300000;
    if (bytes < 1 || bytes > MOST || packets < 1) return fprintf(stderr, "floor [BYTES 1-%d] [PACKETS]\n", MOST), 2;
    const uint8_t key[32] = {1}, salt[14] = {2};
    Srtp srtp;
    srtp_open(&srtp, AES_256_GCM, key, salt, true);
    struct sockaddr_in address;
    int to = bound_socket(&address), from = socket(AF_INET, SOCK_DGRAM, 0);
    pthread_t drainer;
    pthread_create(&drainer, NULL, drain, &to);

    uint8_t packet[MOST + SRTP_GROWTH + RTP_HEAD] = {0};
    double us[2]; // encrypting, then encrypting and sending
    for (int sending = 0; sending < 2; sending++) {
        uint64_t before = thread_now();
        for (int number = 0; number < packets; number++) {
            fill(packet, number);
            int length = srtp_protect(&srtp, packet, RTP_HEAD + bytes, (uint32_t)number >> 16);
            if (length < 0) return fputs("a packet could not be encrypted\n", stderr), 1;
            if (sending) sendto(from, packet, (size_t)length, 0, (struct sockaddr *)&address, sizeof address);
        }
        us[sending] = (double)(thread_now() - before) / 1000 / packets;
    }
    printf("{\"encryptUs\":%.3f,\"totalUs\":%.3f}\n", us[0], us[1]);
    return 0;
}
