/// The files that a run streams its samples to: k6's `--out csv=FILE` and `--out json=FILE`.
#pragma once

#include "model/load/sample_sink.hpp"

#include <memory>
#include <string>
#include <vector>

namespace onsale::run {

class Outputs {
public:
  /// Opens all files. @param requests  `csv=FILE` or `json=FILE`, gzip if the name ends in .gz, `-` for standard output
  /// @throws config::InvalidInput naming each request that cannot be met; nothing is left behind then
  explicit Outputs(const std::vector<std::string>& requests);

  std::vector<load::SampleSink*> sinks() const;
  /// As k6's banner names them: `csv (raw.csv)`.
  const std::vector<std::string>& descriptions() const { return descriptions_; }
  /// Completes the files; without it they vanish. @throws load::OutputError
  void close();

private:
  std::vector<std::unique_ptr<load::SampleSink>> sinks_;
  std::vector<std::string> descriptions_;
};

} // namespace onsale::run
