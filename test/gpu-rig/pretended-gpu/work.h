// How far streams are. Sums over GPUs take their time, since others must come; everything else is done at once.
#pragma once

// More is to be done in this stream, or the oldest of it is done.
void beginWork(const void *stream);
void endWork(const void *stream);

// The event is reached once all is done that was begun in this stream so far.
void recordEvent(const void *event, const void *stream);
int isReached(const void *event);
void forgetEvent(const void *event);
