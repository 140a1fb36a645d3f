// Malformed, cut off, empty, huge and hostile files: an error that names the place, never a crash.
#include "calibration/k6/reader.hpp"
#include "model/config/faults.hpp"
#include "tests/fuzz/readers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace onsale::calibration {
namespace {

namespace fs = std::filesystem;

const fs::path source_folder = ONSALE_SOURCE_DIR;

std::string bytes_of(const fs::path& path)
{
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

std::string summary_refusal(std::string_view text)
{
  try {
    Input input("file", text);
    read_k6_result(input);
  } catch (const config::InvalidInput& error) {
    return error.what();
  }
  return "accepted";
}

TEST(HostileResults, EveryFileOfTheCorpusIsTakenOrRefused)
{
  for (const fuzz::Reader& reader : fuzz::readers()) {
    int files = 0;
    int taken = 0;
    for (const auto& entry : fs::directory_iterator(source_folder / "tests/fuzz/corpus" / reader.name)) {
      ++files;
      taken += fuzz::takes(reader, bytes_of(entry.path())) ? 1 : 0;
    }
    EXPECT_GT(files, 3) << reader.name;
    EXPECT_GT(taken, 0) << reader.name;
  }
}

/// Every beginning of a file, and every file with one byte changed.
TEST(HostileResults, CutsAndChangedBytesAreTakenOrRefused)
{
  for (const fuzz::Reader& reader : fuzz::readers())
    for (const auto& entry : fs::directory_iterator(source_folder / "tests/fuzz/corpus" / reader.name)) {
      const std::string bytes = bytes_of(entry.path());
      const std::size_t step = 1 + bytes.size() / 40;
      for (std::size_t at = 0; at < bytes.size(); at += step) {
        fuzz::takes(reader, std::string_view(bytes).substr(0, at));
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 0x15);
        fuzz::takes(reader, changed);
      }
    }
}

TEST(HostileResults, NameThePlace)
{
  EXPECT_EQ(summary_refusal(""), "file: the file is empty");
  EXPECT_EQ(summary_refusal(" \n\n"), "file: the file is empty");
  EXPECT_EQ(summary_refusal("hello\n"),
            "file: no k6 summary in 1 lines: there is no line like \"http_req_duration....: "
            "avg=1.2ms min=1ms\"");
  EXPECT_EQ(summary_refusal("ok\nhttp_reqs....: many 5/s\n"),
            "file:2:1: http_reqs: cannot read the values \"many 5/s\"");
  EXPECT_THAT(summary_refusal("{\"metrics\": {\n  \"a\": }}"), testing::StartsWith("file:2:8: not JSON: syntax error"));
  EXPECT_EQ(summary_refusal("{\"metrics\": " + std::string(200, '[')),
            "file:1:112: not JSON: more than 100 values inside each other");
  EXPECT_EQ(summary_refusal("metric_name,timestamp,metric_value\nhttp_reqs,1700000000\n"),
            "file:2:1: 2 fields below 3 column names");
  EXPECT_EQ(summary_refusal("metric_name,timestamp,metric_value\nhttp_reqs,1700000000,inf\n"),
            "file:2:22: metric_value: expected a number, found \"inf\"");
  EXPECT_EQ(summary_refusal("metric_name,timestamp,metric_value\n"),
            "file:2:1: expected samples below the column names, found "
            "none");
  const std::string point = R"({"type":"Point","metric":"vus","data":{"time":"2024-01-01T00:00:00Z","value":1}})";
  EXPECT_THAT(summary_refusal(point + "\n" + point.substr(0, 50)), testing::StartsWith("file:2:1: not JSON: "));
  EXPECT_EQ(summary_refusal(point + "\n{\"type\":\"Point\"}"), "file:2:1: data: is missing");
  EXPECT_EQ(summary_refusal(point + "\n{\"type\":3}"), "file:2:1: type: is not of the type that k6 writes");
}

TEST(HostileResults, AnEndlessLineIsRefusedBeforeItFillsTheMemory)
{
  EXPECT_EQ(summary_refusal("metric_name,timestamp,metric_value\n" + std::string(3 << 20, 'x')),
            "file:2:1: a line of more than 1048576 bytes");
}

TEST(HostileResults, ADamagedGzipIsToldByItsByte)
{
  const fs::path path = fs::path(testing::TempDir()) / "cut.gz";
  // The first ten bytes of a gzip and the beginning of its content.
  std::ofstream(path, std::ios::binary) << std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b\x4c\x4a", 13);
  try {
    read_k6_result(path);
    ADD_FAILURE() << "accepted";
  } catch (const config::InvalidInput& error) {
    EXPECT_EQ(error.what(), path.string() + ": damaged near byte 13 of the file: the gzip is cut off");
  }
}

/// A gzip with one bit of its content turned over fails its check sum, if not before.
TEST(HostileResults, AGzipWithATurnedBitIsToldByItsByte)
{
  const fs::path path = fs::path(testing::TempDir()) / "turned.csv.gz";
  const std::string header = "metric_name,timestamp,metric_value\n";
  gzFile file = gzopen(path.c_str(), "wb");
  gzputs(file, header.c_str());
  for (int line = 0; line < 2000; ++line)
    gzputs(file, ("http_reqs," + std::to_string(1700000000 + line * 7919 % 1000) + ",1.000000\n").c_str());
  gzclose(file);
  const std::string whole = bytes_of(path);
  int told = 0;
  constexpr int cases = 20;
  for (std::size_t i = 0; i < cases; ++i) {
    std::string turned = whole;
    turned[20 + i * (turned.size() - 40) / cases] ^= 0x10;
    std::ofstream(path, std::ios::binary) << turned;
    try {
      read_k6_result(path);
    } catch (const config::InvalidInput& error) {
      told += std::string(error.what()).starts_with(path.string() + ":") ? 1 : 0;
    }
  }
  EXPECT_EQ(told, cases);
}

TEST(HostileResults, FoldersAndMissingFilesAreTold)
{
  EXPECT_THROW(read_k6_result(fs::path(testing::TempDir())), config::InvalidInput);
  EXPECT_THROW(read_k6_result(fs::path(testing::TempDir()) / "no-such-file.json"), config::InvalidInput);
}

} // namespace
} // namespace onsale::calibration
