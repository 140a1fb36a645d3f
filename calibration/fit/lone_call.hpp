/// How one endpoint is called without the rest of a journey: its request, and what that needs.
#pragma once

#include "model/config/document.hpp"

#include <span>
#include <string>
#include <vector>

namespace onsale::fit {

/// A load so light that requests hardly meet: their times are their demands.
struct LightLoad {
  int users = 10;
  int duration_s = 30;
  double think_s = 1; ///< mean pause after a request; uniform from half of it to half as much again
};

/// One endpoint's request as a journey sends it, on its own. Each input comes from where the journey draws it; in place
/// of a field of an earlier response stands -1 if the endpoint says that it lets that pass (a branch of its flow on
/// `token < 0`, where `token` is that input), else the earlier requests become the setup, whose responses are shared.
struct LoneCall {
  std::string endpoint;
  std::string name;                  ///< k6's tag of the request
  std::vector<config::Node> selects; ///< steps that draw its inputs
  config::Node request;              ///< the step
  config::Node setup;                ///< of the journey; null: none is needed
  std::vector<std::string> borrowed; ///< inputs from elsewhere: `User-Token from token`
  std::vector<std::string> let_pass; ///< fields that are sent as -1
  bool possible = true;              ///< false: `borrowed` asks for what no setup of a test can do

  /// The sections of a scenario that make a test of it, to stand in place of those that `document` has.
  std::vector<config::NodeEntry> test(const config::Document& document, const LightLoad& load) const;
};

/// The first request to the endpoint in these journeys that can be made alone, else the first.
/// @param journeys  names of journeys of the document, which has been read without faults
LoneCall lone_call(const config::Document& document, std::span<const std::string> journeys, const std::string& endpoint,
                   const LightLoad& load);

} // namespace onsale::fit
