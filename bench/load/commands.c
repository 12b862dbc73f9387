// Commands: one flat JSON object per line, as JSON.stringify writes it, whose strings need no escapes.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load.h"

static const char *value_of(const char *line, const char *key) {
    char wanted[40];
    int length = snprintf(wanted, sizeof wanted, "\"%s\":", key);
    const char *found = strstr(line, wanted);
    return found ? found + length : NULL;
}

static double number(const char *line, const char *key) {
    const char *value = value_of(line, key);
    return value ? strtod(value, NULL) : 0;
}

static bool flag(const char *line, const char *key) {
    const char *value = value_of(line, key);
    return value && strncmp(value, "true", 4) == 0;
}

static void text(const char *line, const char *key, char *out, size_t size) {
    const char *value = value_of(line, key);
    size_t length = value && *value == '"' ? strcspn(value + 1, "\"") : 0;
    if (length >= size) length = size - 1;
    if (length) memcpy(out, value + 1, length);
    out[length] = 0;
}

static void connect_peer(const char *line) {
    char address[64], ufrag[64], password[128];
    text(line, "address", address, sizeof address);
    text(line, "ufrag", ufrag, sizeof ufrag);
    text(line, "password", password, sizeof password);
    peer_connect((int)number(line, "peer"), address, (int)number(line, "port"), ufrag, password);
}

static void send_track(const char *line) {
    TrackSettings settings = {
        .peer = (int)number(line, "peer"),
        .video = flag(line, "video"),
        .ssrc = (uint32_t)number(line, "ssrc"),
        .payload_type = (int)number(line, "payloadType"),
        .bytes = (int)number(line, "bytes"),
        .per_second = number(line, "perSecond"),
        .packets = (int)number(line, "packets"),
        .level_id = (int)number(line, "levelId"),
    };
    bool fits = settings.peer >= 0 && settings.peer < MAX_PEERS && settings.per_second > 0 &&
                settings.bytes >= 0 && settings.bytes <= 1200;
    if (fits) track_send(&settings);
    else printf("{\"event\":\"failed\",\"peer\":%d,\"why\":\"no such track can be sent\"}\n", settings.peer);
}

void run_command(const char *line) {
    char name[16];
    text(line, "do", name, sizeof name);
    if (!strcmp(name, "connect")) connect_peer(line);
    else if (!strcmp(name, "close")) peer_close((int)number(line, "peer"));
    else if (!strcmp(name, "send")) send_track(line);
    else if (!strcmp(name, "hush")) track_hush((uint32_t)number(line, "ssrc"));
    else if (!strcmp(name, "stats")) print_stats(flag(line, "reset"));
    else fprintf(stderr, "load: no such command: %s\n", line);
}
