#include "model/config/faults.hpp"
#include "sim/interop/js_literal.hpp"

#include <gmock/gmock.h>

namespace onsale::interop {
namespace {

std::string refusal(const std::string& text)
{
  try {
    (void)read_k6_literal(text, "script.js");
  } catch (const config::InvalidInput& invalid) {
    return invalid.what();
  }
  return "";
}

} // namespace

TEST(JsLiteral, TakesTheOptionsOfAScript)
{
  const auto options = read_k6_literal(R"(import http from 'k6/http';
// The load of the sale.
export const options = {
  scenarios: { /* one */ rush: { executor: 'ramping-vus', startVUs: 1_000,
    stages: [{duration:'30s',target:10}, { duration: "1m", target: 0 },], } },
  thresholds: { 'http_req_duration{name:seats}': ['p(95)<500'], "checks": [`rate>0.9`] },
  noConnectionReuse: false,
};
export default function () {})",
                                       "script.js");
  EXPECT_EQ(options, nlohmann::ordered_json::parse(R"({
    "scenarios": {"rush": {"executor": "ramping-vus", "startVUs": 1000,
                           "stages": [{"duration": "30s", "target": 10}, {"duration": "1m", "target": 0}]}},
    "thresholds": {"http_req_duration{name:seats}": ["p(95)<500"], "checks": ["rate>0.9"]},
    "noConnectionReuse": false})"));
}

TEST(JsLiteral, TakesJson)
{
  EXPECT_EQ(read_k6_literal("\n{\"vus\": 10, \"duration\": \"30s\"}", "options.json")["vus"], 10);
}

TEST(JsLiteral, WhatHasToBeComputedIsRefusedWithItsPlace)
{
  EXPECT_EQ(refusal("export const options = {\n  vus: __ENV.VUS,\n};"),
            "script.js:2:8: expected a value that needs no computing (a string, a number, a list, an object), found "
            "\"__ENV.VUS,\"");
  EXPECT_THAT(refusal("let options = {vus: 1} + more"), testing::HasSubstr("expected the end of the options"));
  EXPECT_THAT(refusal("let options = {a: `${b}`}"), testing::HasSubstr("expected a string that needs no computing"));
  EXPECT_THAT(refusal("let options = {a: 'b"), testing::HasSubstr("expected a string that ends"));
  EXPECT_THAT(refusal("let options = {a 1}"), testing::HasSubstr("expected `:` after the key a, found \"1}\""));
  EXPECT_THAT(refusal("export default function () {}"), testing::HasSubstr("there are no k6 options"));
  EXPECT_THAT(refusal("let options = " + std::string(500, '[')), testing::HasSubstr("nested less than 64 deep"));
}

} // namespace onsale::interop
