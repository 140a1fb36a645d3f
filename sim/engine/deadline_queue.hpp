/// Deadlines that all lie equally far ahead when set (a connection-timeout, a request timeout) expire in the order of
/// setting: a list and one timer do, where a heap entry for each would pile up, as nearly all are met.
#pragma once

#include "sim/engine/simulation.hpp"

#include <boost/intrusive/list.hpp>

namespace onsale::engine {

/// Hooks by which a waiter hangs in a list; it leaves the list when it is destroyed.
template <class Tag>
using ListHook = boost::intrusive::list_base_hook<boost::intrusive::tag<Tag>,
                                                  boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;
template <class Item, class Tag>
using WaiterList = boost::intrusive::list<Item, boost::intrusive::base_hook<ListHook<Tag>>,
                                          boost::intrusive::constant_time_size<false>>;
struct DeadlineTag;
struct WaitTag;

/// Part of whatever waits for a limited time.
struct DeadlineNode : ListHook<DeadlineTag> {
  using Expire = void (*)(DeadlineNode& node);
  explicit DeadlineNode(Expire expire_function) : expire(expire_function) {}
  Expire expire;
  Time at{};
};

class DeadlineQueue {
public:
  DeadlineQueue(Simulation& simulation, Duration patience)
      : simulation_(simulation), patience_(patience),
        timer_([](void* self) { static_cast<DeadlineQueue*>(self)->expire_due(); }, this)
  {
  }
  DeadlineQueue(const DeadlineQueue&) = delete;
  DeadlineQueue& operator=(const DeadlineQueue&) = delete;

  Duration patience() const { return patience_; }

  void add(DeadlineNode& node)
  {
    node.at = simulation_.now() + patience_;
    nodes_.push_back(node);
    if (not timer_.armed())
      simulation_.arm(timer_, node.at);
  }

private:
  void expire_due()
  {
    while (not nodes_.empty() && nodes_.front().at <= simulation_.now()) {
      DeadlineNode& node = nodes_.front();
      nodes_.pop_front();
      node.expire(node);
    }
    // The head may have been met long ago: the timer then fired early, and waits for the present head.
    if (not nodes_.empty())
      simulation_.arm(timer_, nodes_.front().at);
  }

  Simulation& simulation_;
  Duration patience_;
  Timer timer_;
  WaiterList<DeadlineNode, DeadlineTag> nodes_;
};

} // namespace onsale::engine
