#include "model/javascript/endpoint_port.hpp"
#include "model/javascript/engine/value.hpp"

#include <gtest/gtest.h>

namespace onsale::javascript {
namespace {

class EndpointPorts : public testing::Test {
protected:
  EndpointPorts()
  {
    for (const char* name : {"event", "seatId", "User-Token", "page", "session", "seatIds.length", "buyer.name"})
      inputs.push_back(names.fields.intern(name));
  }
  /// Fields by name, as `seatId=7`.
  std::string fields_of(const OutgoingRequest& outgoing)
  {
    EndpointPort port({{"POST", "/events/{event}/hold", inputs}, {"GET", "/events", {}}}, names);
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
  std::vector<http::NameId> inputs;
};

TEST_F(EndpointPorts, InputsComeFromPathQueryBodyHeadersAndCookies)
{
  EXPECT_EQ(fields_of({"POST",
                       "http://shop:80/events/5/hold?page=2",
                       R"({"seatId":7,"seatIds":[1,2,3],"buyer":{"name":"Ann"}})",
                       {{"user-token", "abc-1"}, {"Cookie", "x=1; session=9"}}}),
            "http://shop:80/events/{event}/hold event=5 seatId=7 User-Token=abc-1 page=2 session=9 seatIds.length=3 "
            "buyer.name=Ann");
  EXPECT_EQ(fields_of({"POST", "http://shop/events/5/hold", "seatId=8&buyer.name=Bo+Li", {}}),
            "http://shop/events/{event}/hold event=5 seatId=8 buyer.name=Bo Li");
}

TEST_F(EndpointPorts, AnUnknownRequestIsToldTheNearestEndpoint)
{
  EXPECT_EQ(fields_of({"POST", "http://shop/event/5/hold", "", {}}),
            "POST http://shop/event/5/hold: the system has no such endpoint; the nearest is POST /events/{event}/hold");
}

TEST_F(EndpointPorts, FieldsOfAnAnswerBecomeItsBody)
{
  const auto data_id = names.fields.intern("data.id");
  const auto ids = names.fields.intern("list[].id");
  const auto prices = names.fields.intern("list[].price");
  EndpointPort port({}, names);
  JSRuntime* const runtime = JS_NewRuntime();
  JSContext* const context = JS_NewContext(runtime);
  const std::vector<http::Value> id_items{1, 2};
  const std::vector<http::Value> price_items{10.5, 20};
  const std::vector<http::Field> fields{
      {data_id, 3}, {ids, http::Value::list(id_items)}, {prices, http::Value::list(price_items)}};
  http::Response response;
  response.fields = fields;
  {
    const Value body(context, port.body(context, 0, response));
    const Value json(context, JS_JSONStringify(context, body.get(), JS_UNDEFINED, JS_UNDEFINED));
    EXPECT_EQ(json.text(), R"({"data":{"id":3},"list":[{"id":1,"price":10.5},{"id":2,"price":20}]})");
  }
  JS_FreeContext(context);
}

} // namespace
} // namespace onsale::javascript
