-- One budget for a whole fleet, by the server's own clock. Milliseconds throughout.
-- KEYS: free and paid slots (token -> when its slot is free), chats (hash -> when its second is over), state,
-- members.
-- ARGV: what (take, end, beat), then by what:
--   take: member, kind, chat, token, most, paid, window, send (longest that a send may take), hold, was_cut
--   end:  window, most, then token, chat, retry_after (-1: none) for each send that ended
--   beat: member, window

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local chats, state, members = KEYS[3], KEYS[4], KEYS[5]
local HOUR = 3600000

local function field(name, default)
  return tonumber(redis.call('HGET', state, name) or default)
end

local function keep()
  -- Every key ends by itself (D7).
  for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, HOUR) end
end

local function beat(member)
  redis.call('ZADD', members, now, member)
  redis.call('ZREMRANGEBYSCORE', members, '-inf', now - 60000)
  keep()
  return redis.call('ZCARD', members)
end

local function lane_of(token)
  if string.sub(token, 1, 1) == 'p' then return KEYS[2] end
  return KEYS[1]
end

local function shut(window, most, seconds)
  -- The rate falls once for each time that the gate was open, and rises by one in ten windows (M7).
  if now >= field('shut', 0) then
    local less = field('lost', 0)
    redis.call('HSET', state, 'lost', math.min(most - 1, less + math.ceil((most - less) * 0.2)))
  end
  redis.call('HSET', state, 'shut', math.max(field('shut', 0), now + seconds * 1000))
  redis.call('HSET', state, 'rise', field('shut', 0) + 10 * window)
end

local function lost(window)
  local less, rise = field('lost', 0), field('rise', 0)
  while less > 0 and now >= rise do
    less, rise = less - 1, rise + 10 * window
    redis.call('HSET', state, 'lost', less, 'rise', rise)
  end
  return less
end

-- How long until a slot is free: 0 now. Slots of paid sends are counted apart.
local function wait_for_slot(key, most)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  local over = redis.call('ZCARD', key) - most
  if over < 0 then return 0 end
  local next_free = redis.call('ZRANGE', key, over, over, 'WITHSCORES')
  return math.max(1, tonumber(next_free[2]) - now)
end

if ARGV[1] == 'beat' then
  return {'members', beat(ARGV[2])}
end

if ARGV[1] == 'end' then
  local window, most = tonumber(ARGV[2]), tonumber(ARGV[3])
  for at = 4, #ARGV, 3 do
    local token, chat, retry = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2])
    -- The token says in which lane its slot is; one that was forgotten (FLUSHALL) counts from now.
    redis.call('ZADD', lane_of(token), now + window, token)
    if chat ~= '' then redis.call('ZADD', chats, now + window, chat) end
    if retry >= 0 then shut(window, most, retry) end
  end
  keep()
  return {'ended', 0}
end

local member, kind, chat, token = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local most, paid, window, send = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local hold, was_cut = tonumber(ARGV[10]), ARGV[11]

-- Nothing is known of the last second (new, emptied), or a process had to send without asking: everybody
-- goes on by a share of its own until all have noticed, then nobody sends for two windows: one that is
-- counted, and one for what was still on its way.
if redis.call('EXISTS', state) == 0 or (was_cut == '1' and now >= field('hold', 0) + 2 * window) then
  redis.call('HSET', state, 'hold', now + hold)
end
local number = beat(member)
local held = field('hold', 0)
if now < held then return {'alone', number} end
if now < held + 2 * window then return {'wait', held + 2 * window - now} end
if now < field('shut', 0) then return {'shut', field('shut', 0) - now} end

redis.call('ZREMRANGEBYSCORE', chats, '-inf', now)
local busy = chat ~= '' and redis.call('ZSCORE', chats, chat)
if busy then return {'chat', math.max(1, tonumber(busy) - now)} end

local lane = lane_of(token)
local allowed = most - lost(window)
if kind == 'paid' then allowed = paid end
local wait = wait_for_slot(lane, allowed)
if kind == 'bulk' and wait == 0 then
  -- Replies of other processes that wait go first; and no burst: a thirtieth of a second apart.
  wait = math.max(0, field('replies', 0) - now, field('bulk', 0) - now)
end
if wait > 0 then
  if kind == 'reply' then redis.call('HSET', state, 'replies', now + wait + 50) end
  return {'wait', wait}
end
redis.call('ZADD', lane, now + send + window, token)
if chat ~= '' then redis.call('ZADD', chats, now + send + window, chat) end
if kind == 'bulk' then
  local apart = window / allowed
  redis.call('HSET', state, 'bulk', math.max(field('bulk', 0), now - 3 * apart) + apart)
end
keep()
return {'go', number}
