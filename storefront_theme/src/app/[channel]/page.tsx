import { Container } from "@/ui/container";
import { PageTitle } from "@/ui/page-title";

export default async function Home() {
  return (
    <Container>
      <PageTitle>Home</PageTitle>
    </Container>
  );
}
