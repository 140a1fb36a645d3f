#include "sim/interop/recording/endpoint_draft.hpp"
#include "sim/interop/recording/recording.hpp"
#include "sim/interop/recording/url_template.hpp"
#include "tests/unit/run/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace onsale::interop {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string templated(std::string_view path)
{
  return url_template(path, [](std::string_view segment) { return segment == "tok-1"; });
}

Recording recorded(const std::string& script)
{
  const run::TemporaryFolder place;
  std::ofstream(place.path() / "script.js") << script;
  return record_script(place.path() / "script.js", {});
}

std::vector<std::string> endpoints(const Recording& recording)
{
  std::vector<std::string> all;
  for (const auto& each : recording.endpoints)
    all.push_back(each.method + " " + each.path);
  return all;
}

std::string text_of(const Recording& recording, std::size_t number)
{
  const auto drafts = draft_endpoints(recording, {});
  return endpoint_text(drafts.at(number), drafts, recording);
}

/// A queue, seats, a reservation and its payment, as such scripts are written.
const char* const sale = R"(
import http from 'k6/http';
import { check, sleep } from 'k6';
const BASE = __ENV.BASE || 'http://localhost:8080';
export const options = { vus: 10, duration: '10s' };
export function setup() {
  return { token: http.post(`${BASE}/api/v1/queue/token`, JSON.stringify({ userId: 7 })).json().data.token };
}
export default function (data) {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${data.token}` };
  let state = 'WAITING';
  for (let i = 0; i < 5 && state !== 'ACTIVE'; i++) {
    const body = JSON.parse(http.get(`${BASE}/api/v1/queue/status`, { headers }).body);
    if (body.data.status === 'ACTIVE') state = 'ACTIVE';
    sleep(1);
  }
  const event = Math.floor(Math.random() * 20) + 1;
  const seats = http.get(`${BASE}/api/v1/events/${event}/seats`, { headers }).json('data.seats');
  const seat = seats[Math.floor(Math.random() * seats.length)];
  const reserved = http.post(`${BASE}/api/v1/events/${event}/reservations`, JSON.stringify({ seatId: seat.id }), { headers });
  check(reserved, { created: (r) => r.status === 201 });
  http.post(`${BASE}/api/v1/payments`, JSON.stringify({ reservationId: reserved.json().data.id }), { headers });
})";

} // namespace

TEST(UrlTemplate, NamesWhatDiffers)
{
  EXPECT_EQ(templated("/api/v1/concert-events/7/seats"), "/api/v1/concert-events/{concertEventId}/seats");
  EXPECT_EQ(templated("/users/3f2504e0-4f89-41d3-9a0c-0305e82c3301"), "/users/{userId}");
  EXPECT_EQ(templated("/queue/tok-1/a/b"), "/queue/{queueId}/a/b");
  EXPECT_EQ(templated("/companies/5/6"), "/companies/{companyId}/{companyId2}");
  EXPECT_EQ(templated("/users/user_12@shop.com/orders/ORD-2025"), "/users/{userId}/orders/{orderId}");
  EXPECT_EQ(templated("/v2/oauth2/token"), "/v2/oauth2/token");
  EXPECT_EQ(templated(""), "/");
}

TEST(Recording, FindsTheRequestsInTheirOrderAndNothingElse)
{
  EXPECT_THAT(endpoints(recorded("import http from 'k6/http';\n"
                                 "export default function () { http.post('http://h/orders', '{}'); "
                                 "http.post('http://h/payments', '{}'); }")),
              ElementsAre("POST /orders", "POST /payments"));
  EXPECT_THAT(endpoints(recorded(sale)),
              ElementsAre("POST /api/v1/queue/token", "GET /api/v1/queue/status", "GET /api/v1/events/{eventId}/seats",
                          "POST /api/v1/events/{eventId}/reservations", "POST /api/v1/payments"));
}

TEST(Recording, FindsWhatIsReadOfAnswersAndWhereItIsSentOn)
{
  const Recording recording = recorded(sale);
  EXPECT_TRUE(recording.errors.empty()) << recording.errors.front();
  EXPECT_EQ(recording.endpoints[3].status, 201) << "the check asks for it";
  const auto drafts = draft_endpoints(recording, {});
  EXPECT_EQ(drafts[0].call, "issue_token");
  EXPECT_EQ(drafts[1].call, "queue_status");
  EXPECT_EQ(drafts[2].call, "available_seats");
  EXPECT_EQ(drafts[3].call, "reserve");
  EXPECT_EQ(drafts[4].call, "pay");
  ASSERT_NE(drafts[1].input("token"), nullptr);
  EXPECT_EQ(drafts[1].input("token")->sent.pattern, "Bearer {}");
  EXPECT_EQ(drafts[3].input("seat")->sent.from, "2:data.seats[].id");
  EXPECT_EQ(drafts[4].input("reservation")->sent.from, "3:data.id");
  EXPECT_GE(largest_sent(drafts, "event"), 2U);
}

TEST(Recording, AnswersShowWhatTheModelHas)
{
  const Recording recording = recorded(sale);
  EXPECT_THAT(text_of(recording, 0), HasSubstr("token: \"$token\""));
  EXPECT_THAT(text_of(recording, 1), HasSubstr("\"$if\": \"position == 0\""));
  EXPECT_THAT(text_of(recording, 1), HasSubstr("token: {header: Authorization, as: \"Bearer {}\"}"));
  EXPECT_THAT(text_of(recording, 2), HasSubstr("\"$each\": seat"));
  EXPECT_THAT(text_of(recording, 3), HasSubstr("status: 201"));
  EXPECT_THAT(text_of(recording, 3), HasSubstr("id: \"$reservation\""));
  EXPECT_THAT(text_of(recording, 3), HasSubstr("ASSUMED: POST with `reserv` in its path"));
}

TEST(Recording, ACallThatLacksAnInputIsPlainWorkAndSaysSo)
{
  const Recording recording = recorded("import http from 'k6/http';\n"
                                       "export default function () { http.post('http://h/payments', '{}'); }");
  EXPECT_THAT(text_of(recording, 0), HasSubstr("# Plain work: looks like pay, but its requests have no reservation."));
}

TEST(Recording, AllFunctionsOfTheScenariosRun)
{
  EXPECT_THAT(endpoints(recorded(
                  "import http from 'k6/http';\n"
                  "export const options = { scenarios: { a: { executor: 'constant-vus', vus: 1, duration: "
                  "'1s', exec: 'buy' }, b: { executor: 'constant-vus', vus: 1, duration: '1s', exec: 'look' } } };\n"
                  "export function buy() { http.post('http://h/buy'); }\n"
                  "export function look() { http.batch(['http://h/a', 'http://h/b']); }\n"
                  "export function idle() { http.get('http://h/idle'); }")),
              ElementsAre("POST /buy", "GET /a", "GET /b"));
}

TEST(Recording, WhatTheScriptThrowsIsToldOnce)
{
  const Recording recording = recorded("import http from 'k6/http';\n"
                                       "export default function () { http.get('http://h/a'); throw new Error('no'); }");
  EXPECT_THAT(recording.errors, ElementsAre(HasSubstr("Error: no")));
}

} // namespace onsale::interop
