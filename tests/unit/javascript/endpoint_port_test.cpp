#include "model/javascript/endpoint_port.hpp"
#include "model/javascript/engine/value.hpp"

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

namespace onsale::javascript {
namespace {

using Place = http::InputSource::Place;

class EndpointPorts : public testing::Test {
protected:
  EndpointPort::Options shop()
  {
    EndpointPort::Options options;
    options.forms.push_back(http::IdentityForm::uuid(1));
    auto& hold = options.endpoints.emplace_back();
    hold.method = "POST";
    hold.path = "/events/{event}/hold";
    hold.inputs = inputs;
    options.endpoints.push_back({"GET", "/events", {}});
    return options;
  }
  void want(const char* key, Place place = Place::any, const char* pattern = "", std::uint8_t form = 0)
  {
    inputs.push_back({names.fields.intern(key), {place, key, pattern, form}});
  }
  /// Fields by name, as `seatId=7`.
  std::string fields_of(const OutgoingRequest& outgoing)
  {
    EndpointPort port(shop(), names);
    k6::Request request;
    std::string url;
    const std::string fault = port.route(outgoing, request, url);
    if (not fault.empty())
      return fault;
    std::string text = url;
    for (const auto& each : request.fields)
      text +=
          " " + names.fields[each.field] + "=" +
          (each.value.kind() == http::Value::Kind::text ? names.texts[each.value.as_text()]
                                                        : std::to_string(static_cast<long>(each.value.as_number())));
    return text;
  }
  http::Names names;
  std::vector<EndpointPort::Input> inputs;
};

/// What a representation looks like with some fields, as JSON.
class Shown {
public:
  Shown() : context_(JS_NewContext(runtime_)) {}
  Shown(const Shown&) = delete;
  Shown& operator=(const Shown&) = delete;
  ~Shown() { JS_FreeContext(context_); }

  std::string json(EndpointPort& port, const http::Representation& representation, std::span<const http::Field> fields)
  {
    http::Response response;
    response.status = 200;
    response.fields = fields;
    response.representation = &representation;
    const Value body(context_, port.body(context_, 0, response));
    return Value(context_, JS_JSONStringify(context_, body.get(), JS_UNDEFINED, JS_UNDEFINED)).text();
  }

private:
  JSRuntime* runtime_ = JS_NewRuntime();
  JSContext* context_;
};

TEST_F(EndpointPorts, InputsComeFromPathQueryBodyHeadersAndCookies)
{
  for (const char* key :
       {"event", "seatId", "User-Token", "page", "session", "seatIds.length", "seatIds.1", "buyer.name"})
    want(key);
  EXPECT_EQ(fields_of({"POST",
                       "http://shop:80/events/5/hold?page=2",
                       R"({"seatId":7,"seatIds":[1,2,3],"buyer":{"name":"Ann"}})",
                       {{"user-token", "abc-1"}, {"Cookie", "x=1; session=9"}}}),
            "http://shop:80/events/{event}/hold event=5 seatId=7 User-Token=abc-1 page=2 session=9 seatIds.length=3 "
            "seatIds.1=2 buyer.name=Ann");
  EXPECT_EQ(fields_of({"POST", "http://shop/events/5/hold", "seatId=8&buyer.name=Bo+Li", {}}),
            "http://shop/events/{event}/hold event=5 seatId=8 buyer.name=Bo Li");
}

TEST_F(EndpointPorts, AnUnknownRequestIsToldTheNearestEndpoint)
{
  EXPECT_EQ(fields_of({"POST", "http://shop/event/5/hold", "", {}}),
            "POST http://shop/event/5/hold: the system has no such endpoint; the nearest is POST /events/{event}/hold");
}

TEST_F(EndpointPorts, AnInputMayStandInOnePlaceWithTextAroundIt)
{
  want("seatId", Place::query);
  want("Authorization", Place::header, "Bearer {}");
  EXPECT_EQ(
      fields_of({"POST", "http://shop/events/5/hold?seatId=2", R"({"seatId":7})", {{"authorization", "Bearer 42"}}}),
      "http://shop/events/{event}/hold seatId=2 Authorization=42");
  EXPECT_EQ(fields_of({"POST", "http://shop/events/5/hold", R"({"seatId":7})", {{"authorization", "Basic 42"}}}),
            "http://shop/events/{event}/hold Authorization=Basic 42")
      << "what is not of the pattern is no identity that anybody knows";
}

TEST_F(EndpointPorts, IdentitiesAreReadBackFromTheirForm)
{
  want("token", Place::any, "", 1);
  const std::string uuid = http::IdentityForm::uuid(1).text(77);
  EXPECT_EQ(fields_of({"POST", "http://shop/events/5/hold?token=" + uuid, "", {}}),
            "http://shop/events/{event}/hold token=77");
  EXPECT_EQ(fields_of({"POST", "http://shop/events/5/hold?token=77", "", {}}),
            "http://shop/events/{event}/hold token=77")
      << "as a text, which no row has";
}

TEST_F(EndpointPorts, WhatNoEndpointTakesMayGetAGivenAnswerAndIsCounted)
{
  auto options = shop();
  options.endpoints.emplace_back();
  options.unmatched = 2;
  EndpointPort port(std::move(options), names);
  k6::Request request;
  std::string url;
  EXPECT_EQ(port.route({"GET", "http://shop/favicon.ico?v=1", "", {}}, request, url), "");
  EXPECT_EQ(request.endpoint, 2u);
  EXPECT_EQ(url, "http://shop/(unmatched)");
  for (int i = 0; i < 200; ++i)
    port.route({"GET", "http://shop/" + std::to_string(i), "", {}}, request, url);
  EXPECT_EQ(port.unmatched().at("GET /favicon.ico"), 1u);
  EXPECT_EQ(port.unmatched().size(), 101u);
  EXPECT_EQ(port.unmatched().at("others"), 101u);
}

TEST_F(EndpointPorts, FieldsOfAnAnswerBecomeItsBody)
{
  const auto data_id = names.fields.intern("data.id");
  const auto ids = names.fields.intern("list[].id");
  const auto prices = names.fields.intern("list[].price");
  EndpointPort port({}, names);
  Shown shown;
  const std::vector<http::Value> id_items{1, 2};
  const std::vector<http::Value> price_items{10.5, 20};
  const std::vector<http::Field> fields{
      {data_id, 3}, {ids, http::Value::list(id_items)}, {prices, http::Value::list(price_items)}};
  http::Representation representation;
  for (const auto& field : fields)
    http::put_field(representation.body, names.fields[field.field], field.field, 0);
  EXPECT_EQ(shown.json(port, representation, fields),
            R"({"data":{"id":3},"list":[{"id":1,"price":10.5},{"id":2,"price":20}]})");
}

TEST_F(EndpointPorts, AnErrorOfTheServersOwnIsShownAsSpringDoes)
{
  EndpointPort port({}, names);
  JSRuntime* const runtime = JS_NewRuntime();
  JSContext* const context = JS_NewContext(runtime);
  {
    http::Response response;
    response.status = 503;
    const Value body(context, port.body(context, 0, response));
    EXPECT_EQ(Value(context, JS_JSONStringify(context, body.get(), JS_UNDEFINED, JS_UNDEFINED)).text(),
              R"({"status":503,"error":"Service Unavailable"})");
  }
  JS_FreeContext(context);
}

} // namespace
} // namespace onsale::javascript
