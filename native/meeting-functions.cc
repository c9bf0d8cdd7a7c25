// Where workers meet: between the runs of a graph, and within them.

#include "call.h"
#include "functions.h"
#include "gathering.h"
#include "meeting.h"

namespace parasample {
namespace {

napi_value openMeeting(const Call &call) {
  return call.give(parasample::openMeeting(call.numbers(0), static_cast<int>(call.number(1))));
}

napi_value closeMeeting(const Call &call) {
  parasample::closeMeeting(static_cast<int32_t>(call.number(0)));
  return nullptr;
}

napi_value arrive(const Call &call) {
  const auto meeting = meetingOf(static_cast<int32_t>(call.number(0)));
  const auto [numbers, count] = call.floats(1);
  if (meeting) meeting->arrive(numbers, static_cast<int>(count));
  return call.give(meeting != nullptr);
}

napi_value waitForAll(const Call &call) {
  const auto meeting = meetingOf(static_cast<int32_t>(call.number(0)));
  return call.give(meeting && meeting->wait(call.number(1)));
}

napi_value sumOfAll(const Call &call) {
  const auto meeting = meetingOf(static_cast<int32_t>(call.number(0)));
  const auto [numbers, count] = call.floats(1);
  if (meeting) meeting->sum(numbers, static_cast<int>(count));
  return call.give(meeting != nullptr);
}

napi_value addGathering(const Call &call) { return call.give(parasample::addGathering()); }

napi_value joinGathering(const Call &call) {
  const auto gathering = gatheringOf(static_cast<int32_t>(call.number(0)));
  if (gathering) gathering->join(call.numbers(1), static_cast<int>(call.number(2)), call.number(3), call.ints(4));
  return call.give(gathering && gathering->isJoined());
}

napi_value leaveGathering(const Call &call) {
  const auto number = static_cast<int32_t>(call.number(0));
  if (const auto gathering = gatheringOf(number)) gathering->leave();
  removeGathering(number);
  return nullptr;
}

napi_value lostFromGathering(const Call &call) {
  const auto gathering = gatheringOf(static_cast<int32_t>(call.number(0)));
  return call.give(static_cast<int32_t>(gathering ? gathering->lost() : -1));
}

}  // namespace

void addMeetingFunctions(napi_env env, napi_value exports) {
  addFunction<openMeeting>(env, exports, "openMeeting");
  addFunction<closeMeeting>(env, exports, "closeMeeting");
  addFunction<arrive>(env, exports, "arrive");
  addFunction<waitForAll>(env, exports, "waitForAll");
  addFunction<sumOfAll>(env, exports, "sumOfAll");
  addFunction<addGathering>(env, exports, "addGathering");
  addFunction<joinGathering>(env, exports, "joinGathering");
  addFunction<leaveGathering>(env, exports, "leaveGathering");
  addFunction<lostFromGathering>(env, exports, "lostFromGathering");
  addFloats(env, exports, "meetingFloats", Meeting::fileBytes());
  addFloats(env, exports, "gatheringFloats", Gathering::headBytes());
}

}  // namespace parasample
