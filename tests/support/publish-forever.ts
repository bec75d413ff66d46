// Publishes until it is killed, and says the id of each post once it is committed.
import { connect } from "../../src/store/sql.ts";
import { publish } from "./stage.ts";

const sql = connect(process.argv[2] ?? "", { max: 2 });
console.log("begins");
for (;;) console.log((await publish(sql)).id);
