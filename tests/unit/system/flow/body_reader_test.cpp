#include "model/http/body.hpp"
#include "model/system/flow/step/steps.hpp"
#include "tests/unit/system/system_fixture.hpp"

#include <gmock/gmock.h>

#include <string>

namespace onsale::system {
namespace {

using http::Body;

std::string with_answer(const std::string& respond, const std::string& more = "")
{
  return "system: test\nhosts: {box: {cores: 1}}\n" + more +
         "endpoints:\n  call:\n    path: /\n    flow:\n      - respond: " + respond + "\n";
}

ResponseSpec spec_of(const std::string& respond, http::Names& names, const std::string& more = "")
{
  const SystemOptions options = valid_system(with_answer(respond, more), names);
  return dynamic_cast<const RespondStep&>(*options.endpoints.at(0).flow.at(0)).response;
}

/// The tree in short: `{data: {id: <data.id>}, list: [each <list[].id>: {..}]}`.
std::string shown(const Body& body, const http::Names& names)
{
  switch (body.kind) {
  case Body::Kind::null:
    return "null";
  case Body::Kind::truth:
    return body.number != 0 ? "true" : "false";
  case Body::Kind::number:
    return std::to_string(static_cast<long>(body.number));
  case Body::Kind::text:
    return "'" + body.text + "'";
  case Body::Kind::field:
    return "<" + names.fields[body.field] + ">";
  case Body::Kind::element:
    return body.has_field ? "<each>" : "<number>";
  case Body::Kind::each:
    return "[each " + (body.has_field ? names.fields[body.field] : std::to_string(static_cast<long>(body.number))) +
           ": " + shown(body.parts.front(), names) + "]";
  case Body::Kind::choice:
    return names.fields[body.field] + " " + shown(body.parts[0], names) + " : " + shown(body.parts[1], names);
  case Body::Kind::list:
  case Body::Kind::object:
    break;
  }
  std::string text;
  for (std::size_t i = 0; i < body.parts.size(); ++i)
    text += (i == 0 ? "" : ", ") + (body.kind == Body::Kind::object ? body.names[i] + ": " : "") +
            shown(body.parts[i], names);
  return body.kind == Body::Kind::object ? "{" + text + "}" : "[" + text + "]";
}

std::string body_of(const std::string& written)
{
  http::Names names;
  return shown(spec_of("{body: " + written + "}", names).representation.body, names);
}

TEST(BodyReader, ConstantsAreWhatJsonSaysTheyAre)
{
  EXPECT_EQ(body_of("{a: 1, b: true, c: OK, d: null, e: [1, x], f: {$text: '404'}, g: 007, h: $$x, i: -1.5e1}"),
            "{a: 1, b: true, c: 'OK', d: null, e: [1, 'x'], f: '404', g: '007', h: '$x', i: -15}");
}

TEST(BodyReader, RegistersBecomeFieldsThatJourneysSeeToo)
{
  http::Names names;
  const ResponseSpec response = spec_of("{body: {data: {id: $reservation, sum: $price}}}", names);
  EXPECT_EQ(shown(response.representation.body, names), "{data: {id: <data.id>, sum: <data.sum>}}");
  ASSERT_EQ(response.fields.size(), 2u);
  EXPECT_EQ(names.fields[response.fields[0].first], "data.id");
  EXPECT_EQ(response.fields[0].second, Register::reservation);
}

TEST(BodyReader, ListsAreOfSeatsOrCountUp)
{
  http::Names names;
  const ResponseSpec seats = spec_of("{body: {list: {$each: seat, is: {id: $seat, price: $price}}}}", names);
  EXPECT_EQ(shown(seats.representation.body, names), "{list: [each list[].id: {id: <each>, price: <list[].price>}]}");
  EXPECT_EQ(names.fields[*seats.list], "list[].id");
  EXPECT_EQ(body_of("{$each: {event: 28}, is: {id: $event, open: true}}"), "[each 28: {id: <number>, open: true}]");
  EXPECT_EQ(body_of("{$each: {reservation: $count}, is: $reservation}"), "[each #: <number>]");
}

TEST(BodyReader, OneOfTwoIsDecidedByARegister)
{
  http::Names names;
  const ResponseSpec response = spec_of("{body: {status: {$if: position == 0, then: ACTIVE, else: WAITING}}}", names);
  EXPECT_EQ(shown(response.representation.body, names), "{status: status? 'ACTIVE' : 'WAITING'}");
  ASSERT_EQ(response.choices.size(), 1u);
  Registers registers;
  EXPECT_FALSE(response.choices[0].second.holds(registers));
  registers[Register::position] = 0;
  EXPECT_TRUE(response.choices[0].second.holds(registers));
}

TEST(BodyReader, WithoutABodyTheFieldsMakeIt)
{
  http::Names names;
  const ResponseSpec response = spec_of("{fields: {data.token: token}, list: 'list[].id'}", names);
  EXPECT_EQ(shown(response.representation.body, names),
            "{data: {token: <data.token>}, list: [each list[].id: {id: <each>}]}");
}

TEST(BodyReader, HeadersCarryARegister)
{
  http::Names names;
  const ResponseSpec response = spec_of("{headers: {Location: '/api/reservations/{reservation}', Server: x}}", names);
  ASSERT_EQ(response.representation.headers.size(), 2u);
  EXPECT_EQ(response.representation.headers[0].value, "/api/reservations/{}");
  EXPECT_TRUE(response.representation.headers[0].has_field);
  EXPECT_FALSE(response.representation.headers[1].has_field);
}

TEST(BodyReader, IdentitiesHaveTheirForm)
{
  http::Names names;
  const SystemOptions options = valid_system(with_answer("{body: {token: $token, id: $reservation, seat: $seat}}",
                                                         "ids: {token: uuid, reservation: 'R-{}', seat: number}\n"),
                                             names);
  const auto& parts =
      dynamic_cast<const RespondStep&>(*options.endpoints[0].flow[0]).response.representation.body.parts;
  EXPECT_EQ(options.identities.forms[parts[0].form].kind(), http::IdentityForm::Kind::uuid);
  EXPECT_EQ(options.identities.forms[parts[1].form].text(7), "R-7");
  EXPECT_EQ(parts[2].form, 0);
}

TEST(BodyReader, FaultsSayWhereAndWhatIsKnown)
{
  EXPECT_THAT(
      system_faults(with_answer("{body: {id: $reservatoin}}")),
      testing::HasSubstr("sale.yaml:7:30: endpoints.call.flow[0].respond.body.id: there is no register reservatoin"));
  EXPECT_THAT(system_faults(with_answer("{body: {a: {$each: seat}}}")),
              testing::HasSubstr("a list needs what its elements are"));
  EXPECT_THAT(system_faults(with_answer("{body: {a: {$each: user, is: 1}}}")),
              testing::HasSubstr("only seats are read as a list"));
  EXPECT_THAT(system_faults(with_answer("{body: {a: {$if: position, then: 1}}}")),
              testing::HasSubstr("expected `register"));
  EXPECT_THAT(system_faults(with_answer("{body: {$every: seat}}")), testing::HasSubstr("expected $each, $if or $text"));
  EXPECT_THAT(system_faults(with_answer("{}", "ids: {token: guid}\n")),
              testing::HasSubstr("expected number, uuid or a pattern"));
}

TEST(Inputs, MaySayWhereTheyStandAndWhatIsAroundThem)
{
  http::Names names;
  const SystemOptions options = valid_system(
      "system: test\nhosts: {box: {cores: 1}}\nendpoints:\n  call:\n    path: /\n"
      "    input: {token: {header: Authorization, as: 'Bearer {}'}, seat: {body: seatIds.0}, user: userId}\n"
      "    flow: [{respond: {}}]\n",
      names);
  const auto& sources = options.endpoints[0].input_sources;
  ASSERT_EQ(sources.size(), 3u);
  EXPECT_EQ(sources[0].place, http::InputSource::Place::header);
  EXPECT_EQ(sources[0].pattern, "Bearer {}");
  EXPECT_EQ(sources[1].key, "seatIds.0");
  EXPECT_EQ(sources[2].place, http::InputSource::Place::any);
  EXPECT_THAT(system_faults("system: test\nhosts: {box: {cores: 1}}\nendpoints:\n  call:\n    path: /\n"
                            "    input: {token: {header: Authorization, as: Bearer}}\n    flow: [{respond: {}}]\n"),
              testing::HasSubstr("expected a text with {} in it"));
}

TEST(Unmatched, IsAnEndpointThatAnswersWithoutWork)
{
  http::Names names;
  const SystemOptions options =
      valid_system(with_answer("{}", "unmatched: {status: 404, body: {code: NOT_FOUND}}\n"), names);
  ASSERT_EQ(options.endpoints.size(), 2u);
  EXPECT_EQ(options.endpoints[1].id, unmatched_id);
  EXPECT_EQ(dynamic_cast<const RespondStep&>(*options.endpoints[1].flow[0]).response.status, 404);
  http::Names others;
  EXPECT_EQ(valid_system(with_answer("{}", "unmatched: 204\n"), others).endpoints.size(), 2u);
  EXPECT_EQ(valid_system(with_answer("{}", "unmatched: fault\n"), others).endpoints.size(), 1u);
}

} // namespace
} // namespace onsale::system
