#include "model/k6/output/csv_output.hpp"
#include "model/k6/output/json_output.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace onsale::k6 {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path)
{
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class SampleOutput : public testing::Test {
protected:
  SampleOutput() : folder_(fs::temp_directory_path() / ("onsale_samples_" + std::to_string(::getpid())))
  {
    fs::create_directories(folder_);
  }
  ~SampleOutput() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path(const char* name) const { return folder_ / name; }

  [[nodiscard]] std::size_t files() const
  {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator{}));
  }

  fs::path folder_;
};

TagSet request_tags()
{
  return {{"expected_response", "true"},
          {"group", ""},
          {"method", "GET"},
          {"name", "token"},
          {"proto", "HTTP/1.1"},
          {"scenario", "journey"},
          {"status", "200"},
          {"url", "http://shop/a,b"},
          {"zone", "north"},
          {"class", "gold"}};
}

TEST_F(SampleOutput, CsvHasAColumnForEachSystemTagAndPacksTheOthers)
{
  Metrics metrics;
  CsvOutput csv(path("raw.csv"));
  metrics.add_output(csv);
  metrics.add(MetricId::vus, TagSetId{}, 0.999, 1);
  metrics.add_http({.end_s = 1.25, .sending_ms = 0.1, .waiting_ms = 220.28, .receiving_ms = 1.5},
                   metrics.tags().intern(request_tags()));
  csv.close();
  const std::string tags = ",,,,true,,GET,token,HTTP/1.1,journey,,200,,,\"http://shop/a,b\",class=gold&zone=north,\n";
  EXPECT_EQ(text_of(path("raw.csv")),
            "metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,"
            "scenario,service,status,subproto,tls_version,url,extra_tags,metadata\n"
            "vus,1704067200,1.000000,,,,,,,,,,,,,,,,\n"
            "http_reqs,1704067201,1.000000" +
                tags + "http_req_duration,1704067201,221.880000" + tags + "http_req_blocked,1704067201,0.000000" +
                tags + "http_req_connecting,1704067201,0.000000" + tags +
                "http_req_tls_handshaking,1704067201,0.000000" + tags + "http_req_sending,1704067201,0.100000" + tags +
                "http_req_waiting,1704067201,220.280000" + tags + "http_req_receiving,1704067201,1.500000" + tags +
                "http_req_failed,1704067201,0.000000" + tags);
}

TEST_F(SampleOutput, JsonDescribesAMetricBeforeItsFirstSample)
{
  Metrics metrics;
  metrics[MetricId::http_reqs].thresholds = {{"count>1", false, 0}, {"rate<9", true, 10}};
  JsonOutput json(path("raw.json"));
  metrics.add_output(json);
  const auto tags = metrics.tags().intern({{"expected_response", "true"}, {"group", ""}, {"name", "token"}});
  metrics.add(MetricId::http_reqs, tags, 1.5, 1);
  metrics.add(MetricId::http_req_duration, tags, 1.5, 0.379275);
  metrics.add(MetricId::data_received, TagSetId{}, 2, 1234567);
  metrics.add(MetricId::http_reqs, tags, 2, 1);
  json.close();
  EXPECT_EQ(
      text_of(path("raw.json")),
      R"({"type":"Metric","data":{"name":"http_reqs","type":"counter","contains":"default","thresholds":["count\u003e1",{"threshold":"rate\u003c9","abortOnFail":true,"delayAbortEval":"10s"}],"submetrics":null},"metric":"http_reqs"}
{"metric":"http_reqs","type":"Point","data":{"time":"2024-01-01T00:00:01.5Z","value":1,"tags":{"expected_response":"true","group":"","name":"token"}}}
{"type":"Metric","data":{"name":"http_req_duration","type":"trend","contains":"time","thresholds":[],"submetrics":[{"name":"http_req_duration{expected_response:true}","suffix":"expected_response:true","tags":{"expected_response":"true"}}]},"metric":"http_req_duration"}
{"metric":"http_req_duration","type":"Point","data":{"time":"2024-01-01T00:00:01.5Z","value":0.379275,"tags":{"expected_response":"true","group":"","name":"token"}}}
{"type":"Metric","data":{"name":"data_received","type":"counter","contains":"data","thresholds":[],"submetrics":null},"metric":"data_received"}
{"metric":"data_received","type":"Point","data":{"time":"2024-01-01T00:00:02Z","value":1.234567e+06,"tags":{}}}
{"metric":"http_reqs","type":"Point","data":{"time":"2024-01-01T00:00:02Z","value":1,"tags":{"expected_response":"true","group":"","name":"token"}}}
)");
}

TEST_F(SampleOutput, LeavesNothingUntilItIsClosed)
{
  std::ofstream(path("raw.csv")) << "of the last run";
  {
    CsvOutput csv(path("raw.csv"));
  }
  EXPECT_EQ(text_of(path("raw.csv")), "of the last run");
  EXPECT_EQ(files(), 1);
  CsvOutput csv(path("raw.csv"));
  csv.close();
  EXPECT_THAT(text_of(path("raw.csv")), testing::StartsWith("metric_name,"));
  EXPECT_EQ(files(), 1);
}

TEST_F(SampleOutput, SaysWhichFileCannotBeWrittenAndWhy)
{
  EXPECT_THAT(
      [&] { CsvOutput csv(path("none/raw.csv")); },
      testing::ThrowsMessage<OutputError>("cannot write " + path("none/raw.csv") + ": No such file or directory"));
  CsvOutput full("/dev/full");
  EXPECT_THAT([&] { full.close(); },
              testing::ThrowsMessage<OutputError>("cannot write /dev/full: No space left on device"));
  EXPECT_TRUE(fs::exists("/dev/full"));
}

TEST_F(SampleOutput, EndingInGzIsCompressed)
{
  for (const auto* name : {"raw.csv", "raw.csv.gz"}) {
    Metrics metrics;
    CsvOutput csv(path(name));
    metrics.add_output(csv);
    for (int i = 0; i < 20'000; ++i)
      metrics.add(MetricId::iteration_duration, TagSetId{}, 0.01 * i, 0.37 * (i % 97));
    csv.close();
  }
  EXPECT_LT(fs::file_size(path("raw.csv.gz")), fs::file_size(path("raw.csv")) / 4);
  std::string unpacked;
  auto* const pipe = ::popen(("gzip -dc " + path("raw.csv.gz")).c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe))
    unpacked += static_cast<char>(c);
  EXPECT_EQ(::pclose(pipe), 0);
  EXPECT_EQ(unpacked, text_of(path("raw.csv")));
}

TEST(SampleTime, IsWrittenInEachOfK6sFormats)
{
  const auto at = instant_of(default_start, 59.123456789);
  EXPECT_EQ(time_text(at, TimeFormat::unix), "1704067259");
  EXPECT_EQ(time_text(at, parse_time_format("unix_milli")), "1704067259123");
  EXPECT_EQ(time_text(at, parse_time_format("unix_micro")), "1704067259123456");
  EXPECT_EQ(time_text(at, parse_time_format("unix_nano")), "1704067259123456789");
  EXPECT_EQ(time_text(at, parse_time_format("rfc3339")), "2024-01-01T00:00:59Z");
  EXPECT_EQ(time_text(at, parse_time_format("rfc3339_nano")), "2024-01-01T00:00:59.123456789Z");
  EXPECT_THROW(parse_time_format("iso"), std::invalid_argument);
}

} // namespace
} // namespace onsale::k6
