package dev.rollbackbot.sandbox.slack;

/** A modal for tests, and its values. */
public final class TestViews {
  public static final String FORM =
      """
      {"type":"modal","callback_id":"start","private_metadata":"m",
       "title":{"type":"plain_text","text":"Roll back"},
       "submit":{"type":"plain_text","text":"Start"},
       "blocks":[
        {"type":"input","block_id":"why","label":{"type":"plain_text","text":"Why"},
         "element":{"type":"plain_text_input","action_id":"text","max_length":10}},
        {"type":"input","block_id":"severity","optional":true,
         "label":{"type":"plain_text","text":"How severe"},
         "element":{"type":"static_select","action_id":"pick",
          "initial_option":{"text":{"type":"plain_text","text":"High"},"value":"high"},
          "options":[{"text":{"type":"plain_text","text":"High"},"value":"high"},
                     {"text":{"type":"plain_text","text":"Low"},"value":"low"}]}},
        {"type":"actions","block_id":"extra","elements":[
          {"type":"button","action_id":"more","text":{"type":"plain_text","text":"More"}},
          {"type":"external_select","action_id":"find","min_query_length":2}]}
       ]}
      """;
  public static final String FILLED = "'why':{'text':{'type':'plain_text_input','value':'broken'}}";

  private TestViews() {}
}
