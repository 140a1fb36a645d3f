/// What the endpoints of a recorded script may be: guesses by words and order, each with its reason.
#pragma once

#include "sim/interop/recording/recording.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace onsale::interop {

/// A register of the booking core and what of a request fills it.
struct DraftInput {
  std::string name;
  SentValue sent;
};

struct EndpointDraft {
  std::string id;
  std::string method;
  std::string path;
  const RecordedEndpoint* recorded = nullptr; ///< none: nobody asks for it
  std::string call;                           ///< of the booking core; empty: plain work
  std::string reason;                         ///< for the call, or why there is none
  std::vector<DraftInput> inputs;

  const DraftInput* input(const std::string& name) const;
};

/// `POST /events/{id}/hold` -> post_events_hold
std::string endpoint_id(const std::string& method, const std::string& path);

/// @param without  ids of endpoints whose call was tried and does not fit
std::vector<EndpointDraft> draft_endpoints(const Recording& recording, const std::set<std::string>& without);

/// The largest number that the script sends for a register; 0: none.
std::uint64_t largest_sent(const std::vector<EndpointDraft>& drafts, const std::string& name);

/// One endpoint of `endpoints:` in a scenario.
std::string endpoint_text(const EndpointDraft& draft, const std::vector<EndpointDraft>& all,
                          const Recording& recording);

} // namespace onsale::interop
